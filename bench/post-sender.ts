import { once } from 'node:events'
import { join } from 'node:path'
import { type Connection, webSocketServer } from '../drill/collector/web-socket-server.ts'
import { readLabelled } from '../test/posts/labelled.ts'
import { v1Post } from '../test/posts/streams.ts'

/**
 * A stream of posts in a process of its own, as Jetstream's first version has it. It says its port to its parent, and
 * sends what that orders, evenly, each post by another author; then how many claims of trouble were among them.
 */
export interface Order {
  readonly posts: number
  readonly perSecond: number
}

const beatMs = 10
/** One post in so many says that a service is down, and one names a service and says nothing of the kind. */
const troubleEvery = 50
const namedEvery = 20
/** What most posts are: of usual length, in several scripts, about something else. */
const chatter = [
  'Took the long way home along the river and watched the herons until the light went, best hour of the week by far',
  'Hot take: soup is just savoury tea and I will not be accepting questions at this time, thank you for your patience',
  'Third draft is done, sending it to the editor before I lose my nerve. Wish me luck, I have been at this since March.',
  'আজ সারাদিন বৃষ্টি, খিচুড়ি আর ইলিশ ভাজা হলে জমে যেত, জানালার ধারে বসে আছি বই নিয়ে',
  'मौसम बहुत अच्छा है आज, छत पर चाय पी रहे हैं और पुराने गाने सुन रहे हैं, शाम यूं ही ढल जाए तो अच्छा',
  'someone on the train is eating an entire rotisserie chicken with their hands and honestly? respect. #commute',
  'aaj ka match kamaal ka tha yaar, last over mein pata hi nahi chala kya ho gaya, sab khade ho gaye the stadium mein',
]
const all = readLabelled(join(import.meta.dirname, '../test/posts/build.tsv'))
const trouble = all.filter(({ services }) => services.size > 0)
const named = all.filter(({ negative }) => negative === 'other')
const connections = new Set<Connection>()

function textOf(n: number): string {
  if (n % troubleEvery === 0) return trouble[(n / troubleEvery) % trouble.length]?.text ?? ''
  if (n % namedEvery === 1) return named[Math.floor(n / namedEvery) % named.length]?.text ?? ''
  return chatter[n % chatter.length] ?? ''
}

async function obey({ posts, perSecond }: Order): Promise<void> {
  const texts = Array.from({ length: posts }, (_, n) => textOf(n))
  const began = performance.now()
  const first = Date.now()
  for (let sent = 0; sent < posts; ) {
    const due = Math.min(posts, Math.ceil(((performance.now() - began) / 1000) * perSecond))
    for (; sent < due; sent++) {
      const message = v1Post(Date.now(), `author${sent}`, texts[sent] ?? '')
      for (const connection of connections) connection.send(message)
    }
    await new Promise(resolve => setTimeout(resolve, beatMs))
  }
  process.send?.({ first, last: Date.now() })
  // A stream goes on; without what comes later nobody could know that the last windows are whole.
  setInterval(() => {
    for (const connection of connections) connection.send(v1Post(Date.now(), 'later', 'later'))
  }, 100)
}

const server = webSocketServer({
  opened: connection => connections.add(connection),
  closed: connection => connections.delete(connection),
})
await once(server.listen(0, '127.0.0.1'), 'listening')
const bound = server.address()
process.on('message', (order: Order) => void obey(order))
process.on('disconnect', () => process.exit())
process.send?.({ port: typeof bound === 'object' ? bound?.port : 0 })
