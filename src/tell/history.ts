import type { Status } from '../model/status.ts'
import type { Verdict } from '../model/verdict.ts'
import type { Day } from './view.ts'

const dayMs = 86_400_000
/** How far back the public history goes. */
export const historyDays = 90

/** The UTC dates that the history shows at `now`, oldest first, such as `2021-10-04`. */
export function datesUntil(now: number): string[] {
  const today = Math.floor(now / dayMs)
  return Array.from({ length: historyDays }, (_, index) => {
    return new Date((today - historyDays + 1 + index) * dayMs).toISOString().slice(0, 10)
  })
}

/**
 * Adds up a component's verdicts by UTC day, up to `now`. Time before the first verdict, and time in
 * which it was unknown, counts as not seen.
 * @param verdicts oldest first
 * @param dates `datesUntil(now)`, made once for many components
 */
export function toDays(
  verdicts: readonly Pick<Verdict, 'status' | 'since'>[],
  now: number,
  dates = datesUntil(now),
): Day[] {
  const days = dates.map(date => ({ date, seen: 0, degraded: 0, partial: 0, major: 0 }))
  const firstDay = Math.floor(now / dayMs) - historyDays + 1
  verdicts.forEach((verdict, index) => {
    const kind = counted[verdict.status]
    if (kind === undefined) return
    // A trouble counts from when it began, which its predecessor's time then does not.
    const next = verdicts[index + 1]
    const from = Math.max(verdict.since, firstDay * dayMs)
    const to = Math.min(next?.since ?? now, now)
    for (let at = from; at < to; ) {
      const day = Math.floor(at / dayMs)
      const until = Math.min(to, (day + 1) * dayMs)
      const tally = days[day - firstDay]
      if (tally !== undefined) {
        tally.seen += until - at
        if (kind !== 'seen') tally[kind] += until - at
      }
      at = until
    }
  })
  for (const day of days) {
    day.seen = Math.round(day.seen / 1000)
    day.degraded = Math.round(day.degraded / 1000)
    day.partial = Math.round(day.partial / 1000)
    day.major = Math.round(day.major / 1000)
  }
  return days
}

/** The share of the time seen without an outage, or undefined where nothing was seen. Slow is not out. */
export function availability(days: readonly Day[]): number | undefined {
  let seen = 0
  let out = 0
  for (const day of days) {
    seen += day.seen
    out += day.partial + day.major
  }
  return seen === 0 ? undefined : 1 - out / seen
}

/** Which tally a status adds to besides `seen`; undefined where nothing was seen or meant to be up. */
const counted: Record<Status, 'seen' | 'degraded' | 'partial' | 'major' | undefined> = {
  operational: 'seen',
  degraded_performance: 'degraded',
  partial_outage: 'partial',
  major_outage: 'major',
  under_maintenance: undefined,
  unknown: undefined,
}
