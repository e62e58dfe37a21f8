import { type Clock, systemClock } from '../../src/base/clock.ts'

/** A time that passes faster: at `at` (ms since 1970) of the real clock it says `says`. */
export interface FastTime {
  readonly at: number
  readonly says: number
  readonly speed: number
}

/** A clock by which everything that waits and measures in a process runs so many times as fast. */
export function fastClock({ at, says, speed }: FastTime): Clock {
  const origin = systemClock.now() - systemClock.monotonic()
  const passed = () => origin + systemClock.monotonic() - at
  return {
    now: () => Math.round(says + speed * passed()),
    monotonic: () => speed * systemClock.monotonic(),
    sleep: (ms, signal) => systemClock.sleep(ms / speed, signal),
  }
}
