import type { Evidence, Recorded } from '../model/evidence.ts'
import type { Fate } from '../model/fate.ts'
import type { Incident } from '../model/incident.ts'
import type { Judgement } from '../model/judgement.ts'
import type { ComponentKey } from '../model/service.ts'
import type { VantagePoint } from '../model/vantage-point.ts'
import type { VantageVerdict, Verdict } from '../model/verdict.ts'
import type { Usual, Voice } from '../model/voice.ts'

/**
 * What a store must do; `conformance.ts` checks it of every one. All promises that resolve are durable:
 * a crash right after loses nothing that was acknowledged.
 */
export interface Store extends AsyncDisposable {
  readonly evidence: EvidenceLog
  readonly judgements: JudgementLog
}

/** Kinds of what is listened to, each with an index by time. */
export type HeardKind = Extract<
  Evidence['kind'],
  'report_counts' | 'post_counts' | 'statement' | 'statement_source'
>

/** The append-only record. Nothing in it is ever changed; only retention drops its oldest raw part. */
export interface EvidenceLog {
  /**
   * Appends in the order given, stamped with `received`. An evidence whose id is already there is
   * dropped, so that a sender may send again what was not acknowledged.
   */
  append(evidence: readonly Evidence[], received: number): Promise<{ appended: number; duplicates: number }>
  /** Up to `limit` records after `seq`, in order. */
  after(seq: number, limit: number): Promise<Recorded[]>
  /** The last place in the order; 0 for an empty record. */
  lastSeq(): Promise<number>
  /** The evidence with these ids that is still there, for showing what a verdict cites. */
  byIds(ids: readonly string[]): Promise<Recorded[]>
  /** The newest evidence of a kind, such as the catalogue in force. */
  newest(kind: Evidence['kind']): Promise<Recorded | undefined>
  /** What was heard (counts, statements) of a kind and received in [since, before), in order. */
  heardSince(kind: HeardKind, since: number, before?: number): Promise<Recorded[]>
  /** What each vantage point last said of itself, by id. */
  vantagePoints(): Promise<VantagePoint[]>
  /** Resolves when something was appended after `seq`, or when `signal` is aborted. */
  grown(seq: number, signal: AbortSignal): Promise<void>
}

/** What the judge concluded and how far it has read. */
export interface JudgementLog {
  /**
   * Writes judgements and the place up to which evidence was judged, as one. Judgements that are
   * already there (same id, same version) are dropped, so that judging again tells nothing twice.
   * `snapshot` is the judge's whole state at `seq`, `fates` what it holds that services stand on,
   * `usuals` what people usually report of them; each is kept when given, in the place of the last.
   */
  commit(batch: {
    seq: number
    judgements: readonly Judgement[]
    snapshot?: string
    fates?: readonly Fate[]
    usuals?: readonly Usual[]
  }): Promise<void>
  /** The newest snapshot and the place it belongs to. */
  snapshot(): Promise<{ seq: number; state: string } | undefined>
  /** The offset of the newest judgement; 0 before the first. */
  lastOffset(): Promise<number>
  /** Every judgement after the `offset`th, in the order written, with its offset. */
  after(offset: number, limit: number): Promise<{ offset: number; judgement: Judgement }[]>
  /** The newest verdict of each component and of each vantage point, and what people say of each service. */
  standing(): Promise<{ verdicts: Verdict[]; vantagePoints: VantageVerdict[]; voices: Voice[] }>
  /** Verdicts of one component decided in [from, to), oldest first, with the one in force at `from`. */
  history(component: ComponentKey, from: number, to: number): Promise<Verdict[]>
  /** The newest version of each incident that was not resolved before `since`, newest first. */
  incidents(since: number): Promise<Incident[]>
  incident(id: string): Promise<Incident | undefined>
  /** What each service was last said to stand on. */
  fates(): Promise<Fate[]>
  /** What is usually reported of each service, as last learnt. */
  usuals(): Promise<Usual[]>
}

/** Drops raw evidence received before `before`, never what the judge has not read or a kept verdict cites. */
export interface Retention {
  rollUp(before: number): Promise<{ dropped: number; kept: number }>
}
