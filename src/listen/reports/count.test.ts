import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Random, seededRandom } from '../../base/random.ts'
import type { ReportCounts, ServiceReports } from '../../model/heard.ts'
import { ReportCounts as Schema } from '../../model/heard.ts'
import type { KeptReport } from '../../model/report.ts'
import { policy } from '../policy.ts'
import { createCounter } from './count.ts'

const start = Date.UTC(2021, 9, 4, 15, 30)
const { windowMs } = policy.reports
const minute = 60_000 / windowMs

const u32 = (random: Random) => Math.floor(random() * 2 ** 32)

function report(random: Random, more: Partial<KeptReport> = {}): KeptReport {
  return {
    service: 'facebook',
    components: ['website'],
    problem: 'unreachable',
    at: start,
    person: (BigInt(u32(random)) << 32n) | BigInt(u32(random)),
    network: u32(random),
    ...more,
  }
}

const many = (count: number, make: (n: number) => KeptReport) =>
  Array.from({ length: count }, (_, n) => make(n))

/** Counts what comes in each window, from the first to the last. */
function countAll(windows: readonly (readonly KeptReport[])[]): ReportCounts[] {
  const counter = createCounter()
  return windows.map((reports, n) => {
    counter.open(start + n * windowMs)
    counter.take(reports)
    return counter.close(start + (n + 1) * windowMs, n + 1, new Map())
  })
}

const facebook = ({ services }: ReportCounts) => services['facebook'] ?? assert.fail('nothing of facebook')
const sum = (counts: readonly ReportCounts[], of: (each: ServiceReports) => number) =>
  counts.reduce((total, each) => total + (each.services['facebook'] ? of(facebook(each)) : 0), 0)

/** The usual of a service that many use: twenty a minute from everywhere. */
function usual(random: Random): KeptReport[] {
  return many(random() < 1 / 3 ? 4 : 3, () => report(random))
}

describe('a window', () => {
  const random = seededRandom(1)

  it('tells who came, what they name and what was refused, and is an evidence', () => {
    const counter = createCounter()
    counter.open(start)
    counter.take([
      report(random, { components: ['messages', 'photos', 'photos'], problem: 'sending', place: 'kolkata' }),
      report(random, { components: [], problem: 'slow', carrier: 'jio' }),
      report(random, { service: 'signal' }),
    ])
    const counts = Schema.parse(
      counter.close(
        start + windowMs,
        17,
        new Map([
          ['facebook', 5],
          ['x', 1],
        ]),
      ),
    )
    assert.deepEqual(facebook(counts), {
      taken: 7,
      counted: 2,
      held: { refused: 5 },
      components: { messages: 1, photos: 1 },
      problems: { sending: 1, slow: 1 },
      places: { kolkata: 1 },
      carriers: { jio: 1 },
      networks: 2,
      largestNetwork: 0.5,
      reporters: 2,
    })
    assert.deepEqual(Object.keys(counts.services), ['facebook', 'signal', 'x'])
    assert.equal(counts.services['x']?.counted, 0)
    assert.deepEqual([counts.from, counts.to, counts.through], [start, start + windowMs, 17])
  })

  it('in which nobody came says so', () => {
    const [counts] = countAll([[]])
    assert.deepEqual(counts?.services, {})
  })

  it('counts what comes late where it comes', () => {
    const [, second] = countAll([[], [report(random, { at: start - 600_000 })]])
    assert.equal(second && facebook(second).counted, 1)
  })

  it('says how many people there were in the quarter hour, and from how many networks', () => {
    const windows = Array.from({ length: 90 + 5 }, () => many(100, () => report(random)))
    const counts = countAll(windows)
    for (const [n, people] of [
      [2, 300],
      [89, 9_000],
      [91, 200],
    ] as const) {
      const { reporters, networks } = facebook(counts[n] ?? assert.fail())
      assert.ok(Math.abs(reporters / people - 1) < 4 * (counts[n]?.error ?? 0), `${reporters} of ${people}`)
      assert.equal(networks, 100)
    }
  })

  it('names nobody and no network', () => {
    const network = 3_735_928_559
    const person = 16_045_690_984_503_098_046n
    const [counts] = countAll([many(50, () => report(random, { network, person, gateway: 'bot-7' }))])
    const text = JSON.stringify(counts)
    for (const secret of [network, network.toString(16), network | 0, person, person.toString(16), 'bot-7'])
      assert.ok(!text.includes(String(secret)), String(secret))
  })
})

describe('the same log', () => {
  const random = seededRandom(2)
  const windows = Array.from({ length: 12 }, () => [
    ...many(300, () => report(random)),
    ...many(100, n => report(random, { network: n % 7 })),
  ])

  it('gives the same counts', () => assert.deepEqual(countAll(windows), countAll(windows)))

  it('gives nearly the same counts where the reports of a window come in another order', () => {
    const one = sum(countAll(windows), each => each.counted)
    const other = sum(countAll(windows.map(reports => reports.toReversed())), each => each.counted)
    assert.ok(Math.abs(one / other - 1) < 0.02, `${one} and ${other}`)
  })
})

describe('a brigade', () => {
  /** Ten minutes as usual, ten of the brigade's fifty thousand on top of it. @returns people a minute counted beside the usual */
  function counted(brigade: (random: Random) => Partial<KeptReport>): { perMinute: number[]; held: number } {
    const random = seededRandom(3)
    const windows = Array.from({ length: 20 * minute }, (_, n) =>
      n < 10 * minute
        ? usual(random)
        : [...usual(random), ...many(833, () => report(random, brigade(random)))],
    )
    const counts = countAll(windows)
    const minutes = Array.from({ length: 20 }, (_, n) => counts.slice(n * minute, (n + 1) * minute))
    return {
      perMinute: minutes.slice(10).map(each => sum(each, ({ counted }) => counted) - 20),
      held: sum(counts, ({ taken, counted }) => taken - counted),
    }
  }

  it('of one network brings no more than a few people could', () => {
    const { perMinute, held } = counted(() => ({ network: 7 }))
    assert.ok(Math.max(...perMinute) <= 6, perMinute.join(' '))
    assert.ok(held > 49_000)
  })

  it('of thirty networks never looks like more than four times the usual', () => {
    const { perMinute } = counted(random => ({ network: Math.floor(30 * random()) }))
    assert.ok(Math.max(...perMinute) <= 60 + 5, perMinute.join(' '))
    assert.ok(perMinute.reduce((all, each) => all + each, 0) < 30 * 12 + 20)
  })

  it('through one gateway brings no more than half of what came by itself, whatever networks it claims', () => {
    const { perMinute } = counted(() => ({ gateway: 'bot-7' }))
    assert.ok(Math.max(...perMinute) <= 15, perMinute.join(' '))
  })

  it('without the proof that was asked for brings next to nothing', () => {
    const { perMinute } = counted(() => ({ proved: false }))
    assert.ok(Math.max(...perMinute) <= 8, perMinute.join(' '))
  })

  it('says why it was held back', () => {
    const random = seededRandom(5)
    const [counts] = countAll([
      [
        ...many(50, () => report(random, { network: 7 })),
        ...many(50, () => report(random, { gateway: 'bot-7' })),
        ...many(50, () => report(random, { proved: false })),
      ],
    ])
    const { taken, counted, held, largestNetwork } = facebook(counts ?? assert.fail())
    assert.equal(taken, 150)
    assert.equal(counted + (held.network ?? 0) + (held.gateway ?? 0) + (held.unproved ?? 0), 150)
    assert.ok(Object.values(held).every(count => count > 40))
    assert.equal(largestNetwork, 0.333)
  })

  it('has no fresh share at the full minute or the full quarter hour', () => {
    const random = seededRandom(6)
    const counts = countAll(
      Array.from({ length: 180 }, () => many(100, () => report(random, { network: 7 }))),
    )
    for (let from = 0; from + 90 <= counts.length; from++)
      assert.ok(sum(counts.slice(from, from + 90), ({ counted }) => counted) <= 16, `from window ${from}`)
    assert.ok(counts.every(each => facebook(each).counted <= 2))
  })
})

describe('a nation', () => {
  /** Three in five come from behind the address translation of carriers, six hundred networks, some far larger. */
  function networkOf(random: Random): number {
    return random() < 0.6 ? Math.floor(600 ** random()) : 1_000 + Math.floor(300_000 * random())
  }

  it('is counted within its first minute, whatever carriers it sits behind', () => {
    const random = seededRandom(7)
    const windows = Array.from({ length: 12 * minute }, (_, n) => {
      if (n < 10 * minute) return usual(random)
      return many(2_000, () => report(random, { network: networkOf(random) }))
    })
    const counts = countAll(windows)
    const first = counts.slice(10 * minute, 11 * minute)
    const share = sum(first, ({ counted }) => counted) / sum(first, ({ taken }) => taken)
    assert.ok(share > 0.6, `${share} of the first minute`)
    const later = counts.slice(11 * minute)
    const laterShare = sum(later, ({ counted }) => counted) / sum(later, ({ taken }) => taken)
    assert.ok(laterShare > 0.7, `${laterShare} of the second`)
  })

  it('that goes away is forgotten', () => {
    const random = seededRandom(8)
    const counter = createCounter()
    counter.open(start)
    counter.take(many(20_000, () => report(random)))
    counter.close(start + windowMs, 1, new Map())
    counter.open(start + 3 * 900_000)
    counter.take([report(random)])
    const counts = counter.close(start + 3 * 900_000 + windowMs, 2, new Map())
    assert.equal(facebook(counts).reporters, 1)
  })
})
