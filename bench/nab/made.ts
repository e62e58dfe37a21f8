import { type Random, seededRandom } from '../../src/base/random.ts'
import { negativeBinomial, normal, poisson } from '../../test/series/chance.ts'
import type { Labelled } from './corpus.ts'

/**
 * Series of our own making, each with one anomaly of one kind, or none: the detector's constants were never chosen by
 * what it makes of these. Two weeks of a value each five minutes; a window of a tenth of it around the anomaly's start.
 */
interface Kind {
  readonly name: string
  /** The value at a row, where the anomaly began so many rows ago; negative before it and where there is none. */
  readonly make: (random: Random) => (row: number, since: number) => number
  readonly anomaly: boolean
}

const rows = 4032
const dayRows = 288
const start = Date.parse('2026-03-02T00:00:00Z')
const during = (since: number, lasts: number) => since >= 0 && since < lasts
/** 0 by night, 1 at the height of the day. */
const daylight = (row: number) => (1 - Math.cos((2 * Math.PI * row) / dayRows)) / 2

const kinds: readonly Kind[] = [
  { name: 'noise', anomaly: false, make: random => () => normal(random) },
  { name: 'days', anomaly: false, make: random => row => 40 * daylight(row) + 2 * normal(random) },
  {
    name: 'days that grow',
    anomaly: false,
    make: random => row => row / 100 + 40 * daylight(row) + 2 * normal(random),
  },
  { name: 'a line that never moves', anomaly: false, make: () => () => 45 },
  { name: 'sparse counts', anomaly: false, make: random => () => poisson(random, 0.05) },
  {
    name: 'wild counts',
    anomaly: false,
    make: random => row => negativeBinomial(random, 5 + 50 * daylight(row), 0.5),
  },
  {
    name: 'a drifting value',
    anomaly: false,
    make: random => {
      let level = 0
      return () => {
        level += 0.05 * normal(random)
        return level + normal(random)
      }
    },
  },
  {
    name: 'a spike in noise',
    anomaly: true,
    make: random => (_, since) => normal(random) + (during(since, 2) ? 8 : 0),
  },
  {
    name: 'a level that shifts by two spreads',
    anomaly: true,
    make: random => (_, since) => normal(random) + (since >= 0 ? 2 : 0),
  },
  {
    name: 'a day that is missing',
    anomaly: true,
    make: random => (row, since) => (during(since, dayRows) ? 0 : 40 * daylight(row)) + 2 * normal(random),
  },
  {
    name: 'a day twice as high',
    anomaly: true,
    make: random => (row, since) => (during(since, dayRows) ? 80 : 40) * daylight(row) + 2 * normal(random),
  },
  {
    name: 'an hour of nothing by day',
    anomaly: true,
    make: random => (row, since) => (during(since, 12) ? 0 : 20 + 20 * daylight(row) + 2 * normal(random)),
  },
  {
    name: 'a value that is stuck for half a day',
    anomaly: true,
    make: random => (_, since) => (during(since, dayRows / 2) ? 0.3 : normal(random)),
  },
  {
    name: 'noise that is three times as wide',
    anomaly: true,
    make: random => (_, since) => (since >= 0 ? 3 : 1) * normal(random),
  },
  {
    name: 'a trend that turns',
    anomaly: true,
    make: random => (row, since) => row / 50 - (since >= 0 ? since / 10 : 0) + normal(random),
  },
  {
    name: 'a burst in sparse counts',
    anomaly: true,
    make: random => (_, since) => poisson(random, during(since, 12) ? 2 : 0.05),
  },
  {
    name: 'an hour of five times as much in wild counts',
    anomaly: true,
    make: random => (row, since) =>
      negativeBinomial(random, (5 + 50 * daylight(row)) * (during(since, 12) ? 5 : 1), 0.5),
  },
]

/** Of each kind so many series. */
export function madeCorpus(each: number): Labelled[] {
  return kinds.flatMap(({ name, make, anomaly }, place) =>
    Array.from({ length: each }, (_, seed) => {
      const random = seededRandom(1_000 * place + seed)
      const from = Math.floor(rows * (0.3 + 0.5 * random()))
      const next = make(random)
      const samples = Array.from({ length: rows }, (_, row) => {
        const at = start + row * 300_000
        return { timestamp: new Date(at).toISOString(), at, value: next(row, anomaly ? row - from : -1) }
      })
      const half = rows / 20
      const windows = anomaly ? [{ first: Math.floor(from - half), last: Math.floor(from + half) }] : []
      return { name: `${name} ${seed}`, folder: name, samples, rows, windows }
    }),
  )
}
