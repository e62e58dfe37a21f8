import { type Alarm, newAlarm, scoreOf } from './alarm.ts'
import { type Departed, type Departure, depart, learnDeparture, newDeparture, spreadOf } from './departure.ts'
import { distance, learnNovelty, type Novelty, newNovelty, rarity } from './novelty.ts'
import { lengthen, newRun, type Run, unsteadiness } from './run.ts'
import { type Scale, type SeriesKind, scales } from './scale.ts'
import { expectedAt, learnSeason, newSeason, type Season } from './season.ts'
import { onceInAHundred, probabilityOf, upperTail } from './tail.ts'
import { tuning } from './tuning.ts'

export type { SeriesKind } from './scale.ts'

/** All that is remembered of a series. Plain JSON, some 8 kB however long the series is. */
export interface Detector {
  kind: SeriesKind
  rows: number
  /** When the newest value was, and how far values are apart (ms). */
  at: number
  interval: number
  season: Season
  /** Values that the season has yet to learn: since when, how many, their sum. */
  batch: { at: number; rows: number; sum: number }
  /** Over each of `tuning.spans`. */
  departures: Departure[]
  /** Over each of `tuning.runs`: mean and variance of the values themselves, and the mean departure. */
  runs: Run[]
  /** One for each of the answers below. */
  novelties: Novelty[]
  alarm: Alarm
}

export interface Sample {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly value: number
}

/** What is said of one sample by what came before it. */
export interface Detection {
  /**
   * News, 0 to 1: 0.5 and more where an anomaly begins that is unlike all of late. An anomaly is told once, not for
   * as long as it lasts; that is what `above` and `below` are for.
   */
  readonly score: number
  /** What was expected, and the range outside of which two in a hundred values lie. */
  readonly expected: number
  readonly low: number
  readonly high: number
  /** How likely it is that the series now lies above (below) its usual; 0.5 where that cannot be told. */
  readonly above: number
  readonly below: number
}

const dayMs = 86_400_000

export function newDetector(kind: SeriesKind = 'value'): Detector {
  const { spans } = tuning
  return {
    kind,
    rows: 0,
    at: 0,
    interval: 0,
    season: newSeason(),
    batch: { at: 0, rows: 0, sum: 0 },
    departures: spans.map(newDeparture),
    runs: tuning.runs.map(newRun),
    novelties: Array.from({ length: 2 * spans.length + 2 * tuning.runs.length + 4 }, newNovelty),
    alarm: newAlarm(),
  }
}

/** Says what a sample is by what came before it, and takes it in. */
export function detect(detector: Detector, { at, value }: Sample): Detection {
  const { kind, season, departures } = detector
  const scale = scales[kind]
  const expected = season.lessons === 0 ? scale.on(value, 1) : expectedAt(season, at)
  measureInterval(detector, at)
  detector.rows++
  const departed = departAll(detector, scale, value, expected)
  const score = scoreOf(detector.alarm, surpriseOf(detector, departed, scale.on(value, 1)), detector.rows - 1)
  const [first] = departures
  const centre = expected + (first?.centre ?? 0)
  const reach = first === undefined ? 0 : onceInAHundred * spreadOf(first, scale, 1)
  const known = detector.rows > tuning.silentRows
  learn(detector, scale, departed, at, value)
  return {
    score,
    expected: scale.off(expected),
    low: scale.off(centre - reach),
    high: scale.off(centre + reach),
    above: known ? likely(departed, 1) : 0.5,
    below: known ? likely(departed, -1) : 0.5,
  }
}

function measureInterval(detector: Detector, at: number): void {
  const { rows, interval } = detector
  const since = at - detector.at
  if (rows > 0 && since > 0) {
    const longest = interval === 0 ? since : 1.5 * interval
    detector.interval += (Math.min(since, longest) - interval) / Math.min(rows, 100)
  }
  detector.at = at
}

function departAll(
  { departures, rows }: Detector,
  scale: Scale,
  value: number,
  expected: number,
): Departed[] {
  return departures.map((departure, place) =>
    depart(departure, scale, value, expected, Math.min(tuning.spans[place] ?? 1, rows)),
  )
}

/** The departure that is the least likely by chance counts, at the price of having looked at all of them. */
function likely(departed: readonly Departed[], side: 1 | -1): number {
  const least = departed.reduce((least, { spreads }) => Math.min(least, upperTail(side * spreads)), 1)
  return probabilityOf(Math.min(1, departed.length * least))
}

function learn(
  detector: Detector,
  scale: Scale,
  departed: readonly Departed[],
  at: number,
  value: number,
): void {
  const { rows, season, batch, departures, interval } = detector
  const { settledRows, levelDays } = tuning.season
  const share = interval / (levelDays * dayMs)
  for (const [place, departure] of departures.entries()) {
    const known = departed[place]
    const span = Math.min(tuning.spans[place] ?? 1, rows)
    if (known !== undefined)
      learnDeparture(departure, scale, known, span, Math.max(share, 1 / rows), rows > settledRows)
  }
  if (batch.rows > 0 && (detector.kind !== 'count' || isLesson(batch, at))) {
    const pace = Math.max(share * batch.rows, 1 / (season.lessons + 1))
    learnSeason(season, batch.at, scale.on(batch.sum, batch.rows), pace)
    detector.batch = { at, rows: 0, sum: 0 }
  }
  if (detector.batch.rows === 0) detector.batch.at = at
  detector.batch.rows++
  detector.batch.sum += value
}

/** Counts are learnt many together: of few the logarithm says little, and of none that there is half a one. */
function isLesson({ at: since, sum }: Detector['batch'], at: number): boolean {
  const { lessonMs, lessonCounts, longestLessonMs } = tuning.season
  return at - since >= (sum >= lessonCounts ? lessonMs : longestLessonMs)
}

/** How new what is seen is, asked in several ways at once. */
function surpriseOf(detector: Detector, departed: readonly Departed[], value: number): number {
  const { novelties, rows } = detector
  const { power, farWeight } = tuning.novelty
  const row = rows - 1
  let sum = 0
  for (const [place, answer] of answers(detector, departed, value).entries()) {
    const novelty = novelties[place]
    // Of the first rows no spread is known yet: what they answer is no measure of anything.
    if (novelty === undefined || row < tuning.season.settledRows) continue
    if (row >= tuning.warmRows)
      sum += rarity(novelty, answer, row) ** power + (farWeight * Math.log1p(distance(novelty, answer))) / 2
    learnNovelty(novelty, answer, row)
  }
  return sum / novelties.length
}

/**
 * Above and below its usual over each span, high and low, rising and falling, unsteady and steady over each run: the
 * larger, the more so.
 */
function answers({ runs, rows }: Detector, departed: readonly Departed[], value: number): number[] {
  for (const [place, run] of runs.entries())
    lengthen(run, value, departed[0]?.by ?? 0, Math.min(tuning.runs[place] ?? 1, rows))
  const rise = (runs[0]?.departure ?? 0) - (runs.at(-1)?.departure ?? 0)
  const unsteady = runs.map(unsteadiness)
  return [
    ...departed.flatMap(({ by }) => [by, -by]),
    value,
    -value,
    rise,
    -rise,
    ...unsteady.flatMap(much => [much, -much]),
  ]
}
