import { systemClock } from '../../src/base/clock.ts'
import { seededRandom } from '../../src/base/random.ts'
import { poisson, uneven } from './chance.ts'
import { type FastTime, fastClock } from './fast-clock.ts'
import { floodPerMinute, usualPerMinute } from './night.ts'
import { floodedIds, type Person, people } from './people.ts'
import { poster } from './post.ts'

export interface SenderOptions {
  readonly url: string
  readonly time: FastTime
  /** When to stop (ms since 1970, of the fast time). */
  readonly until: number
  /** Reports that the night brings. */
  readonly total: number
  readonly tokens: readonly string[]
  /** The share that comes one by one, from people's own addresses; the rest comes by gateways. */
  readonly single: number
  /** The share that presses again within seconds. */
  readonly pressAgain: number
}

/** What was sent and what the observatory said to it. */
export interface Ledger {
  /** Different people, and how many presses there were again. */
  sent: number
  pressedAgain: number
  readonly sentByService: Record<string, number>
  /** As acknowledged. */
  taken: number
  again: number
  requests: number
  /** Answers that were no 202, after which it was sent again. */
  putOff: number
  /** How long it took at most until one that came by itself was acknowledged (ms of the fast time). */
  latest: number
  /** CPU-seconds of the sender. */
  cpu: number
}

const tickMs = 40
const perBatch = 1000
/** Minutes are uneven as in the weeks before. */
const shape = 5

const options = JSON.parse(process.argv[2] ?? '') as SenderOptions
const { time, until, total } = options
const clock = fastClock(time)
const random = seededRandom(23)
const draw = people(random)
const post = poster(options.url, 96)
const ledger: Ledger = {
  sent: 0,
  pressedAgain: 0,
  sentByService: {},
  taken: 0,
  again: 0,
  requests: 0,
  putOff: 0,
  latest: 0,
  cpu: 0,
}
const gateways = options.tokens.map(token => ({
  headers: { authorization: `Bearer ${token}` },
  waiting: [] as string[],
  underWay: 0,
}))
const singles: { body: string; headers: Record<string, string>; at: number }[] = []
let singlesUnderWay = 0
let reporters = 0

await send()
ledger.cpu = process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6
process.stdout.write(`${JSON.stringify(ledger)}\n`)
process.exit(0)

async function send(): Promise<void> {
  let from = clock.now()
  let minute = 0
  let factors = new Map<string, number>()
  while (from < until) {
    await systemClock.sleep(tickMs)
    const to = Math.min(until, clock.now())
    if (Math.floor(to / 60_000) !== minute) {
      minute = Math.floor(to / 60_000)
      factors = new Map(floodedIds.map(id => [id, uneven(shape, random)]))
    }
    for (const service of floodedIds) {
      const usual = usualPerMinute(service, to) * (factors.get(service) ?? 1)
      const expected = ((usual + floodPerMinute(service, to, total)) * (to - from)) / 60_000
      for (let left = poisson(expected, random); left > 0; left--) say(draw(service), to)
    }
    handOver()
    from = to
  }
  while (
    gateways.some(each => each.waiting.length + each.underWay > 0) ||
    singles.length + singlesUnderWay > 0
  ) {
    await systemClock.sleep(tickMs)
    handOver()
  }
}

/** Somebody reports, and perhaps presses again. */
function say(person: Person, at: number): void {
  const { address, browser, ...report } = person
  const presses = random() < options.pressAgain ? 2 : 1
  ledger.sent++
  ledger.sentByService[person.service] = (ledger.sentByService[person.service] ?? 0) + 1
  ledger.pressedAgain += presses - 1
  if (random() < options.single) {
    const headers = { 'x-forwarded-for': address.join('.'), 'user-agent': `Browser/${browser}` }
    const single = { body: JSON.stringify(report), headers, at }
    for (let press = 0; press < presses; press++) singles.push(single)
    return
  }
  const network = address.slice(0, 3).join('.')
  const text = JSON.stringify({ ...report, reporter: (reporters++).toString(36), network })
  const gateway = gateways[Math.floor(random() * gateways.length)]
  for (let press = 0; press < presses; press++) gateway?.waiting.push(text)
}

function handOver(): void {
  for (const gateway of gateways) {
    while (gateway.waiting.length > 0 && gateway.underWay < 3) {
      const batch = gateway.waiting.splice(0, perBatch)
      gateway.underWay++
      void until202(`{"reports":[${batch.join(',')}]}`, gateway.headers).then(() => {
        gateway.underWay--
        if (gateway.waiting.length >= perBatch) handOver()
      })
    }
  }
  while (singles.length > 0 && singlesUnderWay < 48) {
    const { body, headers, at } = singles.shift() ?? { body: '', headers: {}, at: 0 }
    singlesUnderWay++
    void until202(body, headers).then(() => {
      singlesUnderWay--
      ledger.latest = Math.max(ledger.latest, clock.now() - at)
      if (singles.length > 0) handOver()
    })
  }
}

/** Sends until it is acknowledged. */
async function until202(body: string, headers: Record<string, string>): Promise<void> {
  while (true) {
    ledger.requests++
    const answered = await post(body, headers).catch(() => undefined)
    if (answered?.status === 202) {
      ledger.taken += answered.taken
      ledger.again += answered.again
      return
    }
    if (answered?.status === 400) throw new Error('a report of the flood was refused as wrong')
    ledger.putOff++
    await systemClock.sleep(tickMs)
  }
}
