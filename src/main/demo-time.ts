import type { Clock } from '../base/clock.ts'
import type { Recorded } from '../model/evidence.ts'

/** How a record's times become the demo's. */
export interface DemoTime {
  /** Its `now()` follows the record, from the present on, `speed` times as fast until the record's end. */
  readonly clock: Clock
  /** The record with all its times moved by the same, so that it begins at the present. */
  readonly records: readonly Recorded[]
}

/** Moves a record, in the order received and not empty, to the present. */
export function toPresent(records: readonly Recorded[], speed: number, real: Clock): DemoTime {
  const begin = real.now()
  const start = real.monotonic()
  const first = records[0]?.received ?? begin
  const lasts = (records.at(-1)?.received ?? first) - first
  const now = () => {
    const passed = real.monotonic() - start
    const behind = Math.max(0, passed - lasts / speed)
    return Math.round(begin + Math.min(passed * speed, lasts) + behind)
  }
  return {
    clock: { now, monotonic: () => real.monotonic(), sleep: (ms, signal) => real.sleep(ms, signal) },
    records: records.map(record => moved(record, begin - first)),
  }
}

function moved({ received, evidence, ...rest }: Recorded, by: number): Recorded {
  return { ...rest, received: received + by, evidence: { ...evidence, at: evidence.at + by } }
}
