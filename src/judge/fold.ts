import type { Recorded } from '../model/evidence.ts'
import type { Judgement } from '../model/judgement.ts'

/**
 * The judge: a fold over the record. It has no clock, no randomness and no I/O; ticks in the record
 * make time pass. The same records give the same judgements, byte for byte.
 */
export interface Judge {
  /** Takes in the next record and says what changed by it, mostly nothing. */
  apply(record: Recorded): Judgement[]
  /** The whole state as JSON, from which `createJudge` goes on as if it had never stopped. */
  snapshot(): string
}
