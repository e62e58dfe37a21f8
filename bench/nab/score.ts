/**
 * The score of the Numenta Anomaly Benchmark (Lavin & Ahmad, "Evaluating Real-time Anomaly Detection Algorithms",
 * ICMLA 2015), written anew from the published description. The earliest alarm in a window earns by how early it is, a
 * window without one costs, and an alarm outside of windows costs by how far behind the last window it is.
 */

/** The first and the last row of a labelled anomaly, both of it. */
export interface Window {
  readonly first: number
  readonly last: number
}

export interface Series {
  readonly rows: number
  /** In order, not overlapping. */
  readonly windows: readonly Window[]
}

/** What a true alarm earns, a missed window and a false alarm cost. */
export interface Profile {
  readonly name: string
  readonly tp: number
  readonly fn: number
  readonly fp: number
}

export const profiles: readonly Profile[] = [
  { name: 'standard', tp: 1, fn: 1, fp: 0.11 },
  { name: 'reward low FP rate', tp: 1, fn: 1, fp: 0.22 },
  { name: 'reward low FN rate', tp: 1, fn: 2, fp: 0.11 },
]

/** What the alarms in one series, or in many, come to. */
export interface Tally {
  /** Windows that count: those that reach beyond the probation. */
  readonly windows: number
  readonly detected: number
  readonly falseAlarms: number
  readonly raw: number
}

const furthest = 3

/** Rows at the beginning of a series of which nothing counts. */
export function probation(rows: number): number {
  return Math.min(Math.floor(0.15 * rows), 750)
}

/** What an alarm is worth at a place relative to a window: -1 its left edge, 0 its right one, 1 a width behind it. */
export function worth(place: number): number {
  return place >= furthest ? -1 : 2 / (1 + Math.exp(5 * place)) - 1
}

/** @param alarms rows with an alarm, in order */
export function scoreSeries({ rows, windows }: Series, alarms: readonly number[], profile: Profile): Tally {
  const from = probation(rows)
  const counted = windows.filter(({ last }) => last >= from)
  const earliest = new Map<Window, number>()
  let falseAlarms = 0
  let raw = 0
  for (const row of alarms) {
    if (row < from) continue
    const window = windows.find(({ first, last }) => row >= first && row <= last)
    if (window === undefined) {
      falseAlarms++
      raw += profile.fp * worth(placeBehind(row, windows))
    } else if (!earliest.has(window)) earliest.set(window, row)
  }
  for (const [{ first, last }, row] of earliest)
    raw += (profile.tp * worth(-(last - row + 1) / (last - first + 1))) / worth(-1)
  raw -= profile.fn * (counted.length - earliest.size)
  return { windows: counted.length, detected: earliest.size, falseAlarms, raw }
}

/** How far a row lies behind the last window before it, in widths of that window. */
function placeBehind(row: number, windows: readonly Window[]): number {
  const before = windows.findLast(({ last }) => last < row)
  return before === undefined ? furthest : (row - before.last) / (before.last - before.first)
}

export function sum(tallies: readonly Tally[]): Tally {
  const total = (of: (tally: Tally) => number) => tallies.reduce((sum, tally) => sum + of(tally), 0)
  return {
    windows: total(({ windows }) => windows),
    detected: total(({ detected }) => detected),
    falseAlarms: total(({ falseAlarms }) => falseAlarms),
    raw: total(({ raw }) => raw),
  }
}

/** 0 for a detector that never says anything, 100 for one that finds each window at its first row and nothing else. */
export function normalised({ windows, raw }: Tally, profile: Profile): number {
  const silent = -profile.fn * windows
  return (100 * (raw - silent)) / (profile.tp * windows - silent)
}

/** The rows whose score reaches a threshold. */
export function alarmsOf(scores: readonly number[], threshold: number): number[] {
  return scores.flatMap((score, row) => (score >= threshold ? [row] : []))
}

/** The threshold that is the best for all series together, as NAB's own table takes it, and what it scores. */
export function bestThreshold(
  corpus: readonly Series[],
  scores: readonly (readonly number[])[],
  profile: Profile,
): { threshold: number; score: number } {
  const candidates = [...new Set(scores.flatMap(each => each.filter(score => score > 0.2)))].sort(
    (a, b) => b - a,
  )
  let best = { threshold: 1.1, score: 0 }
  for (const threshold of thinned(candidates)) {
    const tallies = corpus.map((series, place) =>
      scoreSeries(series, alarmsOf(scores[place] ?? [], threshold), profile),
    )
    const score = normalised(sum(tallies), profile)
    if (score > best.score) best = { threshold, score }
  }
  return best
}

/** Some hundreds of many candidates, evenly; each costs a pass over the corpus. */
function thinned(candidates: readonly number[]): number[] {
  const step = Math.max(1, Math.floor(candidates.length / 400))
  return candidates.filter((_, place) => place % step === 0)
}
