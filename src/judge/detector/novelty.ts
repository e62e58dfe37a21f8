import { rounded } from './season.ts'
import { tuning } from './tuning.ts'

/** A value and the row that it was in. */
export type Peak = [value: number, row: number]

/**
 * How new a value is against all that was seen: how long ago there was one (nearly) as high, and how far it lies
 * above the highest peaks. Plain JSON, of bounded size.
 */
export interface Novelty {
  mean: number
  deviation: number
  /** What no later value has reached, newest last: the rows by which "when was it last so high?" is answered. */
  heights: Peak[]
  /** The highest peaks that lie apart, highest first. */
  peaks: Peak[]
}

/** More heights are hardly ever needed: of n values in no order some log n are still unreached. */
const heightsKept = 16

export function newNovelty(): Novelty {
  return { mean: 0, deviation: 0, heights: [], peaks: [] }
}

/** How long there was nothing like it, as a share of all that was seen, on a logarithmic scale from 0 to 1. */
export function rarity({ heights, deviation }: Novelty, value: number, row: number): number {
  // A line that never moves has no deviation, and heights are rounded.
  const enough = value - tuning.novelty.nearly * deviation - 1e-6 * Math.abs(value)
  const like = heights.findLast(([height]) => height >= enough)
  return Math.log(row - (like?.[1] ?? -1)) / Math.log(row + 2)
}

/**
 * How far a value lies above its peaks: the logarithm of how often one would wait in vain for a peak so high, were
 * their excess exponential (as in peaks over threshold, Davison & Smith 1990). 0 for what does not stand out.
 */
export function distance({ peaks, deviation }: Novelty, value: number): number {
  const lowest = peaks.at(-1)
  if (lowest === undefined || peaks.length < 5 || value <= lowest[0]) return 0
  const excess = peaks.reduce((sum, [height]) => sum + height - lowest[0], 0) / (peaks.length - 1)
  const scale = excess + 0.1 * deviation
  return scale > 0 ? Math.max(0, (value - lowest[0]) / scale - Math.log(peaks.length)) : 0
}

/** Takes a value in. Peaks sink towards the middle with time, so that what is long past is no measure any more. */
export function learnNovelty(novelty: Novelty, value: number, row: number): void {
  const { apartRows, sinking } = tuning.novelty
  if (novelty.heights.length === 0) novelty.mean = value
  learnHeight(novelty.heights, value, row)
  learnPeak(novelty.peaks, value, row, apartRows)
  if (row % 100 === 0)
    for (const peak of novelty.peaks)
      peak[0] = rounded(novelty.mean + (peak[0] - novelty.mean) * (1 - sinking))
  const pace = Math.max(1 / 1000, 1 / (row + 1))
  novelty.deviation += pace * (Math.abs(value - novelty.mean) - novelty.deviation)
  novelty.mean += pace * (value - novelty.mean)
}

function learnHeight(heights: Peak[], value: number, row: number): void {
  while ((heights.at(-1)?.[0] ?? Number.POSITIVE_INFINITY) <= value) heights.pop()
  heights.push([rounded(value, 7), row])
  if (heights.length > heightsKept) heights.splice(leastTelling(heights, row), 1)
}

/** Where a height may be lost with the least harm: the one whose age differs least from the next one's. */
function leastTelling(heights: readonly Peak[], row: number): number {
  const age = (place: number) => row + 1 - (heights[place]?.[1] ?? 0)
  let best = 1
  for (let place = 2; place < heights.length - 1; place++)
    if (age(place) / age(place + 1) < age(best) / age(best + 1)) best = place
  return best
}

/** Takes a value in that is among the highest; of what lies within so many rows only the highest is kept. */
export function learnPeak(peaks: Peak[], value: number, row: number, apartRows: number): void {
  const lowest = peaks.at(-1)
  if (lowest !== undefined && peaks.length >= tuning.novelty.peaks && value <= lowest[0]) return
  const near = peaks.find(([, at]) => row - at <= apartRows)
  if (near === undefined) peaks.push([rounded(value), row])
  else if (value > near[0]) {
    near[0] = rounded(value)
    near[1] = row
  } else return
  peaks.sort(([a], [b]) => b - a)
  if (peaks.length > tuning.novelty.peaks) peaks.pop()
}
