import { learnPeak, type Peak } from './novelty.ts'
import { tuning } from './tuning.ts'

/** When a surprise is worth telling: what surprises there were before. Plain JSON, of bounded size. */
export interface Alarm {
  /** The running mean of the surprise. */
  mean: number
  /** The highest surprises, apart from each other. */
  peaks: Peak[]
  /** The last alarm: its row, -1 for none, and how surprising it was. */
  last: number
  lastNews: number
}

export function newAlarm(): Alarm {
  return { mean: 0, peaks: [], last: -1, lastNews: 0 }
}

/**
 * The score of a row by its surprise (0 and more), which is taken in: 0.5 and more where it is time for an alarm. A
 * series that often surprises must surprise more, and so must one that has been seen for long: of many rows some are
 * the strangest by chance.
 */
export function scoreOf(alarm: Alarm, surprise: number, row: number): number {
  const { smoothRows, weight, amongPeaks, peaksShare, sinking, apartRows, threshold, perAge, restRows } =
    tuning.alarm
  alarm.mean += (surprise - alarm.mean) / smoothRows
  if (row < tuning.silentRows) return 0
  const news = (weight * (surprise + alarm.mean)) / 2
  const others = alarm.peaks[amongPeaks - 1]?.[0] ?? 0
  const age = Math.log(Math.min(row + 1, tuning.alarm.oldestRows) / tuning.alarm.ageRows)
  learnPeak(alarm.peaks, news, row, apartRows)
  if (row % 100 === 0) for (const peak of alarm.peaks) peak[0] *= 1 - sinking
  const score = 1 / (1 + Math.exp(threshold + perAge * age + peaksShare * others - news))
  if (score < 0.5) return score
  const since = alarm.last < 0 ? Number.POSITIVE_INFINITY : row - alarm.last
  if (since <= restRows || (since <= tuning.alarm.calmRows && news <= alarm.lastNews)) return score / 2
  alarm.last = row
  alarm.lastNews = news
  return score
}
