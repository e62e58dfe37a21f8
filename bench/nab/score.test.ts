import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { bestThreshold, normalised, probation, profiles, scoreSeries, sum, worth } from './score.ts'

const [standard, lowFalse, lowMissed] = profiles
assert(standard && lowFalse && lowMissed)

/** 100 rows, of which 15 are probation, and a window of 10. */
const series = { rows: 100, windows: [{ first: 40, last: 49 }] }
const near = (measured: number, expected: number) =>
  assert.ok(Math.abs(measured - expected) < 1e-4, `${measured}`)

describe('the score of the Numenta Anomaly Benchmark', () => {
  it('passes over the first 15 % of a series, of 750 rows at most', () => {
    assert.deepEqual([probation(100), probation(4032), probation(15902)], [15, 604, 750])
    assert.deepEqual(scoreSeries(series, [3, 14], standard), {
      windows: 1,
      detected: 0,
      falseAlarms: 0,
      raw: -1,
    })
  })

  it('is 1 for an alarm at a window’s first row, 0.86 in its middle, little at its last', () => {
    near(scoreSeries(series, [40], standard).raw, 1)
    // (2 / (1 + e^-2.5) - 1) / (2 / (1 + e^-5) - 1) = 0.848284 / 0.986614
    near(scoreSeries(series, [45], standard).raw, 0.85979)
    // place -1/10: (2 / (1 + e^-0.5) - 1) / 0.986614 = 0.244919 / 0.986614
    near(scoreSeries(series, [49], standard).raw, 0.24824)
  })

  it('counts the earliest alarm of a window alone', () => {
    near(scoreSeries(series, [40, 41, 48], standard).raw, 1)
  })

  it('takes a whole false alarm before any window and three widths behind one, and less soon after it', () => {
    near(scoreSeries(series, [30, 40], standard).raw, 1 - 0.11)
    // Row 50 lies 1/9 of a width behind: 2 / (1 + e^(5/9)) - 1 = -0.270845
    near(scoreSeries(series, [40, 50], standard).raw, 1 - 0.11 * 0.270845)
    near(scoreSeries(series, [40, 90], standard).raw, 1 - 0.11)
    near(worth(2.999), -1)
  })

  it('weighs by profile', () => {
    near(scoreSeries(series, [30], standard).raw, -1.11)
    near(scoreSeries(series, [30], lowFalse).raw, -1.22)
    near(scoreSeries(series, [30], lowMissed).raw, -2.11)
  })

  it('is 0 for silence and 100 for perfection, by every profile', () => {
    const two = [series, { rows: 200, windows: [{ first: 100, last: 109 }] }]
    for (const profile of profiles) {
      near(normalised(sum(two.map(each => scoreSeries(each, [], profile))), profile), 0)
      const perfect = two.map(each => scoreSeries(each, [each.windows[0]?.first ?? 0], profile))
      near(normalised(sum(perfect), profile), 100)
    }
  })

  it('leaves a window out that lies within the probation, and counts one that reaches beyond', () => {
    const early = {
      rows: 100,
      windows: [
        { first: 5, last: 9 },
        { first: 12, last: 16 },
      ],
    }
    assert.equal(scoreSeries(early, [], standard).windows, 1)
    // Row 15 is the fourth of five: place -(16 - 15 + 1) / 5 = -0.4: 0.761594 / 0.986614
    near(scoreSeries(early, [7, 15], standard).raw, 0.77193)
  })

  it('finds the one threshold that suits all series best', () => {
    const scores = Array.from({ length: 100 }, (_, row) => (row === 45 ? 0.7 : row === 20 ? 0.6 : 0.1))
    const { threshold, score } = bestThreshold([series], [scores], standard)
    assert.equal(threshold, 0.7)
    near(score, 92.98963)
  })
})
