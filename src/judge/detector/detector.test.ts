import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { negativeBinomial, normal } from '../../../test/series/chance.ts'
import { type Random, seededRandom } from '../../base/random.ts'
import { type Detection, type Detector, detect, newDetector } from './detector.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
const week = 7 * day
/** A Monday. */
const start = Date.parse('2026-03-02T00:00:00Z')

/** Reports a minute as people make them: few by night, most in the evening, more on Saturdays and Sundays. */
function usualReports(at: number, most = 30): number {
  const hours = ((at / hour) % 24) - 20
  const evening = Math.exp(-((((hours + 36) % 24) - 12) ** 2) / 8)
  const weekend = Math.floor(((at - start) / day) % 7) >= 5 ? 1.5 : 1
  return most * (0.2 + 0.8 * evening) * weekend
}

interface Told extends Detection {
  at: number
  value: number
}

/** Feeds a detector one sample after another. @param sample what there is at a time, if anything */
function run(
  detector: Detector,
  [from, until, every]: [from: number, until: number, every: number],
  sample: (at: number) => number | undefined,
): Told[] {
  const told: Told[] = []
  for (let at = from; at < until; at += every) {
    const value = sample(at)
    if (value !== undefined) told.push({ at, value, ...detect(detector, { at, value }) })
  }
  return told
}

/** Counts whose variance is many times their mean. @param shape of the negative binomial; the smaller, the wilder */
function counts(random: Random, shape: number, mean: (at: number) => number): (at: number) => number {
  return at => negativeBinomial(random, mean(at), shape)
}

/** How often `above` rises to so much. */
function episodes(told: readonly Told[], likely: number): number {
  return told.filter(({ above }, place) => above >= likely && (told[place - 1]?.above ?? 0) < likely).length
}

/** Milliseconds until `above` reaches so much; a sample is known when its interval is over. */
function until(told: readonly Told[], from: number, every: number, likely = 0.9): number {
  const found = told.find(({ at, above }) => at >= from && above >= likely)
  return found === undefined ? Number.POSITIVE_INFINITY : found.at + every - from
}

/** Four weeks of usual reports by the minute, learnt. */
function usual(seed = 1): { detector: Detector; random: Random; told: Told[] } {
  const random = seededRandom(seed)
  const detector = newDetector('count')
  const told = run(detector, [start, start + 4 * week, minute], counts(random, 10, usualReports))
  return { detector, random, told }
}

describe('a detector of reports', () => {
  it('learns the week: what it expects is what is usual at that hour', () => {
    const { told } = usual()
    const last = told.filter(({ at }) => at >= start + 3 * week)
    const off = last.map(({ at, expected }) => Math.abs(Math.log(expected / usualReports(at))))
    assert.ok(off.reduce((sum, each) => sum + each, 0) / off.length < 0.15)
  })

  it('raises no alarm for evening peaks once it knows them', () => {
    const { told } = usual()
    const known = told.filter(({ at }) => at >= start + 2 * week)
    assert.equal(episodes(known, 0.99), 0)
  })

  it('tells a jump from some twenty a minute to thousands within one minute', () => {
    for (const every of [10 * second, minute]) {
      const random = seededRandom(2)
      const detector = newDetector('count')
      const from = start + 2 * week + 21 * hour
      run(
        detector,
        [start, from, every],
        counts(random, 10, at => (usualReports(at) * every) / minute),
      )
      const told = run(
        detector,
        [from, from + hour, every],
        counts(random, 10, () => (3000 * every) / minute),
      )
      assert.ok(until(told, from, every, 0.999) <= minute)
    }
  })

  it('tells three times the usual within a few minutes', () => {
    const { detector, random } = usual()
    const from = start + 4 * week + 20 * hour
    run(detector, [start + 4 * week, from, minute], counts(random, 10, usualReports))
    const told = run(
      detector,
      [from, from + hour, minute],
      counts(random, 10, at => 3 * usualReports(at)),
    )
    assert.ok(until(told, from, minute) <= 10 * minute)
  })

  it('still calls an outage unusual in its sixth hour', () => {
    const { detector, random } = usual()
    const from = start + 4 * week
    const told = run(
      detector,
      [from, from + 6 * hour, minute],
      counts(random, 10, at => 20 * usualReports(at)),
    )
    assert.ok(told.slice(10).every(({ above }) => above > 0.99))
  })

  it('learns a new level that stays within days, and not within hours', () => {
    const { detector, random } = usual()
    const from = start + 4 * week
    const told = run(
      detector,
      [from, from + 2 * week, minute],
      counts(random, 10, at => 4 * usualReports(at)),
    )
    const share = (after: number) => {
      const some = told.filter(({ at }) => at >= from + after && at < from + after + 6 * hour)
      return some.filter(({ above }) => above >= 0.9).length / some.length
    }
    assert.ok(share(0) > 0.95)
    assert.ok(share(7 * day) < 0.05)
  })

  it('takes no harm from gaps, doubled times and what comes late', () => {
    const random = seededRandom(3)
    const detector = newDetector('count')
    const gap = (at: number) => (at > start + 10 * day && at < start + 12 * day) || random() < 0.2
    const sample = counts(random, 10, usualReports)
    run(detector, [start, start + 2 * week, minute], at => (gap(at) ? undefined : sample(at)))
    detect(detector, { at: start + 2 * week - minute, value: 5 })
    detect(detector, { at: start + 13 * day, value: 5 })
    const told = run(detector, [start + 2 * week, start + 3 * week, minute], sample)
    assert.equal(episodes(told, 0.99), 0)
  })

  for (const [shape, ratio] of [
    [10, 4],
    [1, 30],
    [0.2, 150],
  ] as const) {
    it(`raises no false alarm where the variance is some ${ratio} times the mean`, () => {
      const random = seededRandom(4)
      const detector = newDetector('count')
      const told = run(detector, [start, start + 4 * week, minute], counts(random, shape, usualReports))
      const known = told.filter(({ at }) => at >= start + 2 * week)
      assert.equal(episodes(known, 0.99), 0)
    })
  }

  it('counts what is rare as what it is: one report a day is no news, thirty in an hour are', () => {
    const random = seededRandom(5)
    const detector = newDetector('count')
    const told = run(
      detector,
      [start, start + 2 * week, minute],
      counts(random, 10, () => 1 / 1440),
    )
    assert.equal(episodes(told, 0.99), 0)
    const from = start + 2 * week
    const more = run(
      detector,
      [from, from + hour, minute],
      counts(random, 10, () => 0.5),
    )
    assert.ok(until(more, from, minute) <= 20 * minute)
  })
})

describe('a detector of durations', () => {
  const times = (random: Random, usualMs: number) => () => usualMs * Math.exp(0.3 * normal(random))

  it('tells five times the usual within a few looks, and nothing before', () => {
    const random = seededRandom(6)
    const detector = newDetector('duration')
    const told = run(detector, [start, start + 3 * day, 30 * second], times(random, 120))
    assert.equal(episodes(told, 0.99), 0)
    const from = start + 3 * day
    const slow = run(detector, [from, from + hour, 30 * second], times(random, 600))
    assert.ok(until(slow, from, 30 * second, 0.99) <= 3 * minute)
  })
})

describe('its memory', () => {
  it('is plain JSON of a few kilobytes that goes on as if it had never been put away', () => {
    const { detector, random } = usual()
    const text = JSON.stringify(detector)
    assert.ok(text.length < 10_000, `${text.length} characters`)
    const woken = JSON.parse(text) as Detector
    const sample = { at: start + 4 * week, value: negativeBinomial(random, 40, 10) }
    assert.deepEqual(detect(woken, sample), detect(detector, sample))
    assert.deepEqual(woken, detector)
  })

  it('stays bounded in a series that only falls', () => {
    const detector = newDetector()
    run(detector, [start, start + 5_000 * minute, minute], at => -(at - start))
    assert.ok(JSON.stringify(detector).length < 10_000)
  })
})
