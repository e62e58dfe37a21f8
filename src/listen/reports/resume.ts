import type { Recorded } from '../../model/evidence.ts'
import type { ReportCounts } from '../../model/heard.ts'
import type { ReportLog } from '../../store/reports.ts'
import type { EvidenceLog } from '../../store/store.ts'
import { policy } from '../policy.ts'
import { type Counter, createCounter } from './count.ts'

/** Where counting goes on. */
export interface Resumed {
  readonly counter: Counter
  /** The place in the log up to which everything was counted. */
  readonly seq: number
  /** The window that was counted last. */
  readonly last: ReportCounts | undefined
}

const { quarterMs, windowMs, chunk } = policy.reports

/**
 * Brings a counter to where the one before it stopped. What of the log is counted, the newest evidence says;
 * who has brought how much is counted again from the log, over the two quarter hours that still matter.
 * @param rest gives way to others between two pieces of the log
 */
export async function resume(
  evidence: Pick<EvidenceLog, 'newest' | 'heardSince'>,
  reports: Pick<ReportLog, 'after' | 'lastSeq'>,
  now: number,
  rest: () => Promise<void>,
): Promise<Resumed> {
  const counter = createCounter()
  const [last] = countsOf([await evidence.newest('report_counts')])
  // A log that ends before is another one: somebody began it anew.
  if (last === undefined || last.through > (await reports.lastSeq())) return { counter, seq: 0, last }

  // One window more than matters, for where in the log those that do begin.
  const since = now - (now % quarterMs) - quarterMs - windowMs
  const [first, ...windows] = countsOf(await evidence.heardSince('report_counts', since))
  let seq = first?.through ?? last.through
  for (const { from, to, through } of windows) {
    counter.open(from)
    seq = await countTo(through)
    counter.close(to, through, new Map())
  }
  return { counter, seq: last.through, last }

  async function countTo(through: number): Promise<number> {
    let at = seq
    while (at < through) {
      const blocks = await reports.after(at, chunk)
      const wanted = blocks.filter(block => block.seq <= through)
      for (const block of wanted) counter.take(block.reports)
      at = wanted.at(-1)?.seq ?? through
      await rest()
    }
    return at
  }
}

function countsOf(records: readonly (Recorded | undefined)[]): ReportCounts[] {
  return records.flatMap(record => (record?.evidence.kind === 'report_counts' ? [record.evidence] : []))
}
