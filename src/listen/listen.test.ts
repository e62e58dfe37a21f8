import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { setImmediate as endOfTurn } from 'node:timers/promises'
import type { Clock } from '../base/clock.ts'
import { silentLog } from '../base/log.ts'
import { type Random, seededRandom } from '../base/random.ts'
import type { ReportCounts } from '../model/heard.ts'
import type { KeptReport } from '../model/report.ts'
import { openSqlite } from '../store/sqlite.ts'
import { openSqliteReports } from '../store/sqlite-reports.ts'
import { type ListenOptions, listen } from './listen.ts'

const root = mkdtempSync(join(tmpdir(), 'prahari-listen-'))
after(() => rmSync(root, { recursive: true }))
let folders = 0
const newFolder = () => join(root, `data-${folders++}`)

const start = Date.UTC(2021, 9, 4, 15, 28)
const window = 10_000

/** What comes at which time, in order. */
interface Arrival {
  readonly at: number
  readonly reports: readonly KeptReport[]
}

/** A data folder and a time that passes as it is waited for; what comes meanwhile is put into the log. */
async function world(folder: string, now: number, arrivals: Arrival[]) {
  await using stack = new AsyncDisposableStack()
  const { evidence } = stack.use(await openSqlite(folder))
  let time = now
  const clock: Clock = {
    now: () => time,
    monotonic: () => time,
    async sleep(ms) {
      await endOfTurn()
      time += ms
      while ((arrivals[0]?.at ?? Number.POSITIVE_INFINITY) <= time)
        await reports.append(arrivals.shift()?.reports ?? [])
    },
  }
  const reports = stack.use(await openSqliteReports(folder, { clock }))
  const opened = stack.move()
  return {
    evidence,
    reports,
    clock,
    pass: (ms: number) => {
      time += ms
    },
    counts: async () =>
      (await evidence.heardSince('report_counts', 0)).map(({ evidence }) => evidence as ReportCounts),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

type World = Awaited<ReturnType<typeof world>>

/** Listens until the clock says `until`. */
async function listenUntil(until: number, from: World, more: Partial<ListenOptions> = {}): Promise<void> {
  const stop = new AbortController()
  const clock: Clock = {
    ...from.clock,
    async sleep(ms, signal) {
      if (from.clock.now() + ms > until) return stop.abort()
      await from.clock.sleep(ms, signal)
    },
  }
  const { evidence, reports } = from
  const given = { evidence, reports, drainRefused: () => new Map(), log: silentLog }
  await listen({ ...given, clock, signal: stop.signal, ...more })
}

/** Some hundred reports a window for so long, from the second one on, of many networks and of one that brings too many. */
function arrivalsFor(ms: number, random: Random): Arrival[] {
  return Array.from({ length: ms / 1000 }, (_, n) => ({
    at: start + window + n * 1000 + 500,
    reports: Array.from({ length: Math.floor(20 * random()) }, (_, k) => report(n, k, random)),
  }))
}

function report(n: number, k: number, random: Random): KeptReport {
  return {
    service: random() < 0.7 ? 'facebook' : 'whatsapp',
    components: ['website'],
    problem: 'unreachable',
    at: start,
    person: BigInt(n) * 1000n + BigInt(k) + 1n,
    network: random() < 0.3 ? 7 : Math.floor(2 ** 32 * random()),
  }
}

const sum = (counts: readonly ReportCounts[], of: 'taken' | 'counted') =>
  counts.flatMap(({ services }) => Object.values(services)).reduce((all, each) => all + each[of], 0)

const inAll = (arrivals: readonly Arrival[]) => arrivals.reduce((all, { reports }) => all + reports.length, 0)

describe('listening', () => {
  it('counts every report once, a window every ten seconds, without a gap', async () => {
    const arrivals = arrivalsFor(110_000, seededRandom(1))
    const sent = inAll(arrivals)
    await using place = await world(newFolder(), start + 3_000, arrivals)
    await listenUntil(start + 140_000, place)
    const counts = await place.counts()
    assert.deepEqual(
      counts.map(({ from, to }) => [from - start, to - start]),
      Array.from({ length: 14 }, (_, n) => [Math.max(3_000, n * window), (n + 1) * window]),
    )
    assert.equal(sum(counts, 'taken'), sent)
    assert.ok(sum(counts, 'counted') < sent, 'one network brings too many')
    assert.equal(counts.at(-1)?.through, await place.reports.lastSeq())
  })

  it('says that it listened also while nobody comes, and what was refused at the door', async () => {
    await using place = await world(newFolder(), start, [])
    let refused = 3
    const drainRefused = () => new Map([['facebook', refused--]])
    await listenUntil(start + 25_000, place, { drainRefused })
    const counts = await place.counts()
    assert.deepEqual(
      counts.map(({ services }) => services['facebook']?.held),
      [{ refused: 3 }, { refused: 2 }],
    )
    await listenUntil(start + 45_000, place)
    assert.deepEqual(
      (await place.counts()).slice(2).map(({ services }) => services),
      [{}, {}],
    )
  })

  it('that dies at every step counts what one that never dies counts', async () => {
    const lasts = 180_000
    await using whole = await world(newFolder(), start, arrivalsFor(lasts, seededRandom(2)))
    await listenUntil(start + lasts + 20_000, whole)

    const folder = newFolder()
    const arrivals = arrivalsFor(lasts, seededRandom(2))
    const moments = ['after', 'before', 'counting'] as const
    let now = start
    let deaths = 0
    while (now < start + lasts + 20_000) {
      await using place = await world(folder, now, arrivals)
      await listenUntil(start + lasts + 20_000, place, dying(place, moments[deaths % 3])).catch(error => {
        assert.match(String(error), /died on purpose/)
        deaths++
      })
      now = place.clock.now() + (place.clock.now() === now ? 1 : 0)
      if (deaths === 0) break
    }
    assert.ok(deaths >= 18, `${deaths} deaths`)
    await using place = await world(folder, now, [])
    const counts = await place.counts()
    const straight = await whole.counts()
    assert.equal(sum(counts, 'taken'), sum(straight, 'taken'))
    // The last death may have been before the last, empty window.
    assert.deepEqual(counts, straight.slice(0, counts.length))
  })

  it('that was away says so by a gap, and counts what was left behind in a window that is no moment', async () => {
    const arrivals = arrivalsFor(60_000, seededRandom(3))
    const sent = inAll(arrivals)
    await using place = await world(newFolder(), start, arrivals)
    await listenUntil(start + 35_000, place)
    place.pass(3_600_000)
    const back = place.clock.now()
    await listenUntil(back + 40_000, place)
    const counts = await place.counts()
    assert.equal(sum(counts, 'taken'), sent)
    assert.equal(counts[2]?.to, start + 30_000)
    assert.equal(counts[3]?.from, back)
    assert.ok((counts[3]?.to ?? 0) - back >= window / 2)
  })

  it('goes on where the clock was set back, and where the log was begun anew', async () => {
    const random = seededRandom(4)
    const one = (n: number) => ({ at: 0, reports: [report(n, 1, random)] })
    const folder = newFolder()
    {
      await using place = await world(folder, start, [one(1), one(2)])
      await listenUntil(start + 45_000, place)
      place.pass(-3_600_000)
      await place.reports.append(one(3).reports)
      await listenUntil(place.clock.now() + 25_000, place)
      assert.equal(sum(await place.counts(), 'taken'), 3)
    }
    for (const file of ['reports.sqlite', 'reports.sqlite-wal', 'reports.sqlite-shm'])
      rmSync(join(folder, file), { force: true })
    await using place = await world(folder, start, [one(4)])
    await listenUntil(start + 25_000, place)
    assert.equal(sum(await place.counts(), 'taken'), 4)
  })
})

/** Stores that fail at the next append of counts, before or after it is done, or in the midst of reading. */
function dying(place: World, moment: 'before' | 'after' | 'counting' | undefined): Partial<ListenOptions> {
  let reads = 0
  const die = () => Promise.reject(new Error('died on purpose'))
  return {
    evidence: {
      ...place.evidence,
      async append(evidence, received) {
        if (moment === 'before') return die()
        const appended = await place.evidence.append(evidence, received)
        return moment === 'after' ? die() : appended
      },
    },
    reports: {
      ...place.reports,
      after: (seq, limit) =>
        moment === 'counting' && reads++ === 8 ? die() : place.reports.after(seq, Math.min(limit, 5)),
    },
  }
}
