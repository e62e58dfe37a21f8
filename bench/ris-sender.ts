import { once } from 'node:events'
import { type Connection, webSocketServer } from '../drill/collector/web-socket-server.ts'

/**
 * A route feed in a process of its own, in the format of RIS Live. It says its port to its parent, and does
 * what that tells it: one message of each peer for each prefix, spread over a time, or a flood of messages.
 */
export interface Order {
  readonly do: 'announce' | 'withdraw' | 'flood'
  readonly prefixes: readonly string[]
  readonly peers: number
  /** Milliseconds over which the messages are spread. */
  readonly spreadMs: number
  /** For a flood: how many messages, of which one in `every` names one of the prefixes. */
  readonly messages?: number
  readonly every?: number
}

const beatMs = 10
const connections = new Set<Connection>()
let made = 0

async function obey(order: Order): Promise<void> {
  const messages = order.do === 'flood' ? flood(order) : storm(order)
  const beats = Math.max(1, Math.round(order.spreadMs / beatMs))
  const began = performance.now()
  for (let beat = 1; beat <= beats; beat++) {
    const upTo = Math.round((messages.length * beat) / beats)
    const from = Math.round((messages.length * (beat - 1)) / beats)
    for (const text of messages.slice(from, upTo)) for (const connection of connections) connection.send(text)
    const ahead = began + beat * beatMs - performance.now()
    if (ahead > 0 || beat % 10 === 0) await new Promise(resolve => setTimeout(resolve, Math.max(0, ahead)))
  }
  process.send?.({ sent: messages.length })
}

function storm({ do: verb, prefixes, peers }: Order): string[] {
  return Array.from({ length: peers }, (_, peer) =>
    prefixes.map(prefix => message(peer, prefix, verb === 'announce')),
  ).flat()
}

function flood({ prefixes, peers, messages = 0, every = 20 }: Order): string[] {
  return Array.from({ length: messages }, (_, n) => {
    const followed = n % every === 0 ? prefixes[(n / every) % prefixes.length] : undefined
    return message(n % peers, followed ?? `${(n % 190) + 20}.${n % 251}.${(n * 7) % 251}.0/24`, n % 10 !== 1)
  })
}

/** Of the usual size: a path of five and some communities. */
function message(peer: number, prefix: string, announced: boolean): string {
  const address = `198.18.${Math.floor(peer / 250)}.${(peer % 250) + 1}`
  const id = made++
  const data = {
    timestamp: Math.round(Date.now() / 10) / 100,
    peer: address,
    peer_asn: String(64_512 + peer),
    id: `bench-${id}`,
    host: 'rrc00.ripe.net',
    type: 'UPDATE',
    ...(announced
      ? {
          path: [64_512 + peer, 1299, 4_200_000_000 + id, 3356, 32_934],
          community: [
            [1299, 20_000],
            [1299, 30_000],
            [3356, 3],
            [3356, 86],
            [3356, 576],
            [3356, 666],
          ],
          origin: 'igp',
          announcements: [{ next_hop: address, prefixes: [prefix] }],
          withdrawals: [],
        }
      : { announcements: [], withdrawals: [prefix] }),
  }
  return JSON.stringify({ type: 'ris_message', data })
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
