import type { Clock } from '../../base/clock.ts'

/** Something that ends by an answer, or at `due` (monotonic milliseconds), or when `signal` is aborted. */
export interface Deadline {
  readonly due: number
  readonly signal: AbortSignal
  /** Called once, unless removed before. */
  expire(failure: 'dns_timeout_error' | 'interrupted'): void
}

export interface Deadlines {
  add(deadline: Deadline): void
  remove(deadline: Deadline): void
}

/** An abort is noticed this late at most. */
const longestSleep = 50

/**
 * Watches all deadlines with one timer that runs only while there are some: a timer and an abort listener
 * for each query would cost more than the query. Deadlines of 50 ms and more are kept to the millisecond.
 */
export function watchDeadlines(clock: Clock): Deadlines {
  const waiting = new Set<Deadline>()
  let watching = false
  const watch = async () => {
    watching = true
    while (waiting.size > 0) {
      await clock.sleep(untilNext())
      const now = clock.monotonic()
      for (const deadline of waiting) {
        if (deadline.signal.aborted) end(deadline, 'interrupted')
        else if (deadline.due <= now) end(deadline, 'dns_timeout_error')
      }
    }
    watching = false
  }
  const untilNext = () => {
    const now = clock.monotonic()
    let sleep = longestSleep
    for (const { due } of waiting) sleep = Math.min(sleep, due - now)
    return Math.max(1, Math.ceil(sleep))
  }
  const end = (deadline: Deadline, failure: 'dns_timeout_error' | 'interrupted') => {
    waiting.delete(deadline)
    deadline.expire(failure)
  }
  return {
    add(deadline) {
      waiting.add(deadline)
      if (!watching) void watch()
    },
    remove(deadline) {
      waiting.delete(deadline)
    },
  }
}
