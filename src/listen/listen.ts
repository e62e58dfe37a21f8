import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { ReportCounts } from '../model/heard.ts'
import type { ReportLog } from '../store/reports.ts'
import type { EvidenceLog } from '../store/store.ts'
import { policy } from './policy.ts'
import type { ByService, Counter } from './reports/count.ts'
import { resume } from './reports/resume.ts'

export interface ListenOptions {
  readonly reports: Pick<ReportLog, 'after' | 'lastSeq'>
  readonly evidence: Pick<EvidenceLog, 'append' | 'newest' | 'heardSince'>
  /** Reports refused at the door since it was asked last, by service. */
  readonly drainRefused: () => ByService
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
}

const { windowMs, paceMs, chunk } = policy.reports

/** After so many windows that nobody counted, nobody listened in between. */
const missed = 3

/**
 * Counts the log of reports into evidence, a window every ten seconds also when nobody came, until `signal`
 * is aborted. What it did not come to is counted after the next start: how far it was is in the evidence.
 */
export async function listen(options: ListenOptions): Promise<void> {
  const { reports, evidence, drainRefused, clock, log, signal } = options
  const began = clock.monotonic()
  const resumed = await resume(evidence, reports, clock.now(), () => clock.sleep(0, signal))
  const { counter } = resumed
  let { seq, last } = resumed
  if (last !== undefined)
    log.info('counting reports goes on', { through: seq, ms: Math.round(clock.monotonic() - began) })

  while (!signal.aborted) {
    const { from, to } = windowAfter(last, clock.now())
    counter.open(from)
    seq = await countUntil(to, counter, seq, options)
    if (signal.aborted) return
    last = counter.close(to, seq, drainRefused())
    await evidence.append([last], clock.now())
  }
}

/** The ten seconds of the clock that follow on the last ones; those after now where nobody listened in between. */
function windowAfter(last: ReportCounts | undefined, now: number): { from: number; to: number } {
  const goesOn = last !== undefined && last.to <= now && now < last.to + missed * windowMs
  const from = goesOn ? last.to : now
  const to = from - (from % windowMs) + windowMs
  // What waits to be counted at a start would look like a flood in a window of a moment.
  return { from, to: to - from < windowMs / 2 ? to + windowMs : to }
}

/** Counts what is in the log when the clock says `to`. @returns the place up to which it did */
async function countUntil(
  to: number,
  counter: Counter,
  begin: number,
  { reports, clock, signal }: ListenOptions,
): Promise<number> {
  let seq = begin
  while (!signal.aborted) {
    const isLast = clock.now() >= to
    const end = await reports.lastSeq()
    while (seq < end && !signal.aborted) {
      const blocks = await reports.after(seq, chunk)
      for (const block of blocks) counter.take(block.reports)
      seq = blocks.at(-1)?.seq ?? end
      await clock.sleep(0, signal)
    }
    if (isLast) break
    await clock.sleep(Math.min(paceMs, Math.max(0, to - clock.now())), signal)
  }
  return seq
}
