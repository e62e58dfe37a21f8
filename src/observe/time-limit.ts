import type { Clock } from '../base/clock.ts'

/** A signal that is aborted when a look's time is up or its observer stops. */
export interface TimeLimit {
  readonly signal: AbortSignal
  /** To be called when the look has ended: its signal stays as it is. */
  lift(): void
}

interface Standing {
  readonly due: number
  readonly stop: AbortSignal
  readonly limit: AbortController
}

/** A stop is noticed this late at most (ms). */
const longestSleep = 50

/**
 * Watches the time limits of all looks with one timer, which runs only while there are some:
 * `AbortSignal.any` and `AbortSignal.timeout` for each look cost more than its connection.
 * @returns sets a limit of so many milliseconds
 */
export function watchTimeLimits(clock: Clock): (ms: number, stop: AbortSignal) => TimeLimit {
  const standing = new Set<Standing>()
  let watching = false

  async function watch(): Promise<void> {
    watching = true
    while (standing.size > 0) {
      await clock.sleep(untilNext())
      const now = clock.monotonic()
      for (const { due, stop, limit } of standing) {
        if (stop.aborted) limit.abort(stop.reason)
        else if (due <= now) limit.abort(new DOMException('the time for the look is up', 'TimeoutError'))
      }
      for (const each of standing) if (each.limit.signal.aborted) standing.delete(each)
    }
    watching = false
  }

  function untilNext(): number {
    const now = clock.monotonic()
    let sleep = longestSleep
    for (const { due } of standing) sleep = Math.min(sleep, due - now)
    return Math.max(1, Math.ceil(sleep))
  }

  return (ms, stop) => {
    const limit = new AbortController()
    if (stop.aborted) limit.abort(stop.reason)
    const each = { due: clock.monotonic() + ms, stop, limit }
    standing.add(each)
    if (!watching) void watch()
    return { signal: limit.signal, lift: () => void standing.delete(each) }
  }
}
