import type { Clock } from '../base/clock.ts'
import type { EvidenceLog } from '../store/store.ts'

export interface TickOptions {
  readonly evidence: EvidenceLog
  readonly clock: Clock
  readonly newId: () => string
  /** Milliseconds of silence after which a tick is written. */
  readonly every: number
  readonly signal: AbortSignal
}

/** Lets time pass for the judge: writes a tick whenever the record did not grow for `every` milliseconds. */
export async function keepTime({ evidence, clock, newId, every, signal }: TickOptions): Promise<void> {
  while (!signal.aborted) {
    const seq = await evidence.lastSeq()
    await clock.sleep(every, signal)
    if (signal.aborted || (await evidence.lastSeq()) > seq) continue
    const now = clock.now()
    await evidence.append([{ kind: 'tick', id: newId(), at: now }], now)
  }
}
