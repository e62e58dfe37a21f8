import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Fate } from '../model/fate.ts'
import type { Usual } from '../model/voice.ts'
import type { Store } from '../store/store.ts'
import type { Judge } from './fold.ts'
import { SnapshotVersionError } from './state.ts'

export interface JudgeOptions {
  readonly store: Pick<Store, 'evidence' | 'judgements'>
  /** Makes a judge that knows nothing, or one that goes on from a snapshot. */
  readonly createJudge: (snapshot?: string) => Judge
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
  /** A snapshot is kept after so many records or so many milliseconds, whichever is first, and at the end. */
  readonly snapshotEvery?: { readonly records: number; readonly ms: number }
}

/** Records taken in at once: some milliseconds of judging, after which others may run. */
const chunk = 500

/**
 * Follows the record, judges it and writes down what was concluded, until `signal` is aborted.
 * After a crash it judges again from the last snapshot; what was already told is dropped by the store.
 */
export async function judge(options: JudgeOptions): Promise<void> {
  const { store, clock, signal, snapshotEvery = { records: 20_000, ms: 30_000 } } = options
  const opened = await open(options)
  const { mind } = opened
  let { seq } = opened
  let kept = { seq, at: clock.now() }

  while (!signal.aborted) {
    const records = await store.evidence.after(seq, chunk)
    const last = records.at(-1)
    if (last === undefined) {
      await store.evidence.grown(seq, signal)
      continue
    }
    const judgements = records.flatMap(record => mind.apply(record))
    seq = last.seq
    const due = seq - kept.seq >= snapshotEvery.records || clock.now() - kept.at >= snapshotEvery.ms
    if (due) kept = { seq, at: clock.now() }
    if (due || judgements.length > 0) {
      await store.judgements.commit({ seq, judgements, ...(due && keepsake(mind)) })
    }
    if (records.length === chunk) await clock.sleep(0, signal)
  }
  if (seq > kept.seq) await store.judgements.commit({ seq, judgements: [], ...keepsake(mind) })
}

/** What is kept now and then: the state to go on from, what it says that services stand on, and what people usually report. */
function keepsake(mind: Judge): { snapshot: string; fates: Fate[]; usuals: Usual[] } {
  return { snapshot: mind.snapshot(), fates: mind.fates(), usuals: mind.usuals() }
}

async function open({ store, createJudge, log }: JudgeOptions): Promise<{ mind: Judge; seq: number }> {
  const snapshot = await store.judgements.snapshot()
  if (snapshot === undefined) return { mind: createJudge(), seq: 0 }
  try {
    return { mind: createJudge(snapshot.state), seq: snapshot.seq }
  } catch (error) {
    if (!(error instanceof SnapshotVersionError)) throw error
    log.warn('judging the whole record again', { because: error.message })
    return { mind: createJudge(), seq: 0 }
  }
}
