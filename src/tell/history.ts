import type { Status } from '../model/status.ts'
import type { Verdict } from '../model/verdict.ts'
import type { Day } from './view.ts'

const dayMs = 86_400_000
/** How far back the public history goes. */
export const historyDays = 90

/**
 * Adds up a component's verdicts by UTC day, up to `now`. Time before the first verdict, and time in
 * which it was unknown, counts as not seen.
 * @param verdicts oldest first
 */
export function toDays(verdicts: readonly Verdict[], now: number): Day[] {
  const today = Math.floor(now / dayMs)
  const days = Array.from({ length: historyDays }, (_, index) => emptyDay(today - historyDays + 1 + index))
  const first = (today - historyDays + 1) * dayMs
  verdicts.forEach((verdict, index) => {
    const kind = counted[verdict.status]
    if (kind === undefined) return
    // A trouble counts from when it began, which its predecessor's time then does not.
    const next = verdicts[index + 1]
    const from = Math.max(verdict.since, first)
    const to = Math.min(next?.since ?? now, now)
    for (let at = from; at < to; ) {
      const day = Math.floor(at / dayMs)
      const until = Math.min(to, (day + 1) * dayMs)
      const tally = days[day - (today - historyDays + 1)]
      if (tally !== undefined) {
        tally.seen += (until - at) / 1000
        if (kind !== 'seen') tally[kind] += (until - at) / 1000
      }
      at = until
    }
  })
  return days.map(({ date, seen, degraded, partial, major }) => ({
    date,
    seen: Math.round(seen),
    degraded: Math.round(degraded),
    partial: Math.round(partial),
    major: Math.round(major),
  }))
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

function emptyDay(day: number) {
  const date = new Date(day * dayMs).toISOString().slice(0, 10)
  return { date, seen: 0, degraded: 0, partial: 0, major: 0 }
}
