import type { KeptReport } from '../model/report.ts'
import type { ReportBlock } from './report-block.ts'

/**
 * Where reports are kept from being acknowledged until they were counted and forgotten. It is a log of
 * its own beside the evidence: a flood of millions an hour that is dropped after some days, of which only
 * counts become evidence. `reports-conformance.ts` says what any such log must do.
 */
export interface ReportLog extends AsyncDisposable {
  /**
   * Appends in the order given. A report whose `person` is already there within the same quarter hour is
   * dropped, so that whoever sends again what was not acknowledged is there once. On the disk when it resolves.
   */
  append(reports: readonly KeptReport[]): Promise<Appended>
  /** The same for reports that are bytes already, as another thread made them. The block is used up by it. */
  appendBlock(block: ReportBlock): Promise<Appended>
  /** Blocks of reports after `seq`, in order, with up to about `limit` reports. */
  after(seq: number, limit: number): Promise<{ seq: number; reports: KeptReport[] }[]>
  /** The last place in the order; 0 for a log that never had any. */
  lastSeq(): Promise<number>
  /** Resolves when something was appended after `seq`, or when `signal` is aborted. */
  grown(seq: number, signal: AbortSignal): Promise<void>
  /** Drops what was received before `before` and was counted up to `counted`. */
  forget(before: number, counted: number): Promise<{ dropped: number }>
}

export interface Appended {
  readonly appended: number
  readonly duplicates: number
}

/**
 * The key by which people are told apart for one day (UTC). It outlives a restart, so that nobody counts
 * twice for that, and not the day: asking for another day's key destroys it.
 */
export interface DayKeys {
  /** @param now milliseconds since 1970; @returns 43 characters, base64url of 32 random bytes */
  keyFor(now: number): Promise<string>
}
