/** Milliseconds between two rounds: usually, and while a service of the source is in trouble. */
export interface Pace {
  readonly usual: number
  readonly troubled: number
}

export const usualPace: Pace = { usual: 60_000, troubled: 20_000 }

const longestMs = 300_000

/**
 * How long to wait before the next round. The first failures are looked into quickly, so that a page that is
 * lost is told soon; then each makes the wait twice as long, up to five minutes or the usual pace.
 * @param retryAfter milliseconds that the source itself asked for
 */
export function waitMs(pace: Pace, troubled: boolean, failures: number, retryAfter = 0): number {
  const quick = troubled || (failures > 0 && retryAfter === 0)
  const wait = quick ? Math.min(pace.troubled, pace.usual) : pace.usual
  const doublings = Math.max(0, failures - 2)
  const longest = Math.max(longestMs, pace.usual)
  return Math.max(Math.min(wait * 2 ** doublings, longest), retryAfter)
}
