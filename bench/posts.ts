import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { systemClock } from '../src/base/clock.ts'
import { idMaker } from '../src/base/id.ts'
import { silentLog } from '../src/base/log.ts'
import { newToken, systemRandom } from '../src/base/random.ts'
import { bluesky } from '../src/listen/posts/bluesky/bluesky.ts'
import { createClassifier } from '../src/listen/posts/classify/classify.ts'
import { languages } from '../src/listen/posts/classify/languages/index.ts'
import { postCounter } from '../src/listen/posts/count.ts'
import { hearStream } from '../src/listen/posts/hear.ts'
import { statementReaders } from '../src/listen/statements/index.ts'
import type { PostCounts } from '../src/model/heard.ts'
import { probes } from '../src/observe/probes/index.ts'
import { loadCatalogue } from '../src/watch/catalogue.ts'
import { isMain, median, ownCpu, print } from './measure.ts'
import type { Order } from './post-sender.ts'
import type { Result } from './result.ts'

const perSecond = 5_000
const posts = perSecond * 22
const window = 10_000

/** Hears a flood of posts. @returns CPU-milliseconds a post, and windows of it that have no counts though they should */
async function flooded(): Promise<{ msPerPost: number; missing: number; counted: number }> {
  const { catalogue } = await loadCatalogue(
    [join(import.meta.dirname, '../catalogue')],
    probes,
    statementReaders,
  )
  const classify = createClassifier(catalogue.services, languages)
  const sender: ChildProcess = fork(join(import.meta.dirname, 'post-sender.ts'))
  const [{ port }] = (await once(sender, 'message')) as [{ port: number }]
  const stop = new AbortController()
  const counts: PostCounts[] = []
  const hearing = hearStream({
    url: new URL(`ws://127.0.0.1:${port}/subscribe`),
    kind: bluesky,
    counter: postCounter(classify, newToken),
    clock: systemClock,
    random: systemRandom,
    newId: idMaker(systemClock, systemRandom),
    emit: evidence => counts.push(evidence as PostCounts),
    signal: stop.signal,
    log: silentLog,
  })
  await systemClock.sleep(1_000)
  const cpu = ownCpu()
  const order: Order = { posts, perSecond }
  sender.send(order)
  const [sent] = (await once(sender, 'message')) as [{ first: number; last: number }]
  const msPerPost = (ownCpu() - cpu) / posts
  await systemClock.sleep(window + 500)
  stop.abort()
  sender.disconnect()
  await hearing
  // The first post that is heard may be some milliseconds into the flood.
  const [first, last] = [Math.ceil((sent.first + 250) / window), Math.floor(sent.last / window)]
  const whole = Array.from({ length: last - first }, (_, n) => (first + n) * window)
  const missing = whole.filter(from => !counts.some(each => each.from === from)).length
  const services = counts.flatMap(each => Object.values(each.services))
  return { msPerPost, missing, counted: services.reduce((sum, each) => sum + each.counted, 0) }
}

export async function benchPosts(runs = 3): Promise<Result[]> {
  const floods: Awaited<ReturnType<typeof flooded>>[] = []
  for (let run = 0; run < runs; run++) floods.push(await flooded())
  const ms = median(floods.map(({ msPerPost }) => msPerPost))
  return [
    {
      what: 'posts: public posts heard a second on one core',
      measured: 1000 / ms,
      unit: '/s',
      goal: { atLeast: 5_000 },
      note: `${posts} posts at ${perSecond} a second over a WebSocket from another process, one in 50 saying that a service is down, one in 20 naming one; read, classified and counted; by the CPU time of the whole process, median of ${runs} runs`,
    },
    {
      what: 'posts: windows of that flood without their counts',
      measured: Math.max(...floods.map(({ missing }) => missing)),
      unit: '',
      goal: { atMost: 0 },
      note: 'the worst run',
    },
  ]
}

if (isMain(import.meta.url)) print(await benchPosts())
