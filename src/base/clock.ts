import { setTimeout as sleep } from 'node:timers/promises'

/** A moment, in whole milliseconds since 1970-01-01T00:00:00Z. */
export type Millis = number

/**
 * The only way by which code outside `base` and `main` learns the time or waits.
 * A replay passes a clock that follows the record, a test one that it moves by hand.
 */
export interface Clock {
  /** The wall clock, for stamping records. */
  now(): Millis
  /** A clock that never jumps, in fractional milliseconds, for measuring how long something took. */
  monotonic(): number
  /** Waits `ms` milliseconds. Resolves early and without an error when `signal` is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  async sleep(ms, signal) {
    await sleep(ms, undefined, signal === undefined ? {} : { signal }).catch(() => {})
  },
}
