import type { Clock } from '../base/clock.ts'
import type { Failure } from '../model/failure.ts'
import type { Layer } from '../model/layer.ts'
import type { Step } from '../model/observation.ts'

/** Writes down the operations of one look as steps, each timed by itself. */
export interface Trace {
  readonly steps: Step[]
  /** Milliseconds since the look began. */
  elapsed(): number
  /**
   * Times an operation. What it returns says by `failure` whether it failed; it must not throw.
   * @param with_ to whom, as a reader would name it
   */
  step<T extends { failure?: Failure }>(
    layer: Layer,
    op: string,
    with_: string,
    act: () => Promise<T>,
  ): Promise<T>
  /** Notes a step that was timed elsewhere. */
  note(step: Step): void
  /** The same trace for a look beside the path: its steps are marked. */
  aside(): Trace
}

export function startTrace(clock: Clock): Trace {
  return tracing(clock, clock.monotonic(), [], false)
}

function tracing(clock: Clock, began: number, steps: Step[], aside: boolean): Trace {
  const elapsed = () => tenths(clock.monotonic() - began)
  const note = (step: Step) => steps.push(aside ? { ...step, aside } : step)
  return {
    steps,
    elapsed,
    note,
    async step(layer, op, with_, act) {
      const at = elapsed()
      const result = await act()
      const { failure } = result
      note({
        layer,
        op,
        with: with_,
        at,
        ms: tenths(elapsed() - at),
        ...(failure === undefined ? {} : { failure }),
      })
      return result
    },
    aside: () => tracing(clock, began, steps, true),
  }
}

/** Times to a tenth of a millisecond: a record keeps many of them. */
export function tenths(ms: number): number {
  return Math.round(ms * 10) / 10
}
