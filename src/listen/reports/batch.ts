import { Refusal } from '../../model/refusal.ts'
import { type ReportBlock, writeBlock } from '../../store/report-block.ts'
import type { From } from './from.ts'
import { kept } from './keep.ts'
import type { Known } from './known.ts'
import type { BatchRequest } from './read-request.ts'
import { mostReports } from './sent.ts'
import type { Who } from './who.ts'

/** Which report of a batch was refused, by its place from 0, and why. */
export interface RefusedReport {
  readonly index: number
  readonly code: string
  readonly message: string
  readonly todo: string
}

/** A batch of which the good reports are bytes. */
export interface WrittenBatch {
  /** Reports in it, bad ones too. */
  readonly size: number
  readonly block: ReportBlock
  /** The services of the good ones, each as often as it is there. */
  readonly services: ReadonlyMap<string, number>
  readonly refused: readonly RefusedReport[]
}

/** Mistakes that are told with what to do. */
const helped = 10

/**
 * Makes bytes of a batch, one report after the other, so that they are never all there as objects of ours.
 * Nobody can prove work for many people at once: that is no part of who they are here.
 */
export function writtenBatch(
  { items, read }: BatchRequest,
  { gateway }: Pick<From, 'gateway'>,
  who: Who,
  known: Known,
  now: number,
): WrittenBatch {
  const block = writeBlock(now, mostReports)
  const services = new Map<string, number>()
  const refused: RefusedReport[] = []
  const options = { known, who, gateway, proved: undefined, now }
  items.forEach((item, index) => {
    const report = kept(read(item), options, refused.length < helped)
    if (report instanceof Refusal) {
      const { code, message, todo } = report
      refused.push({ index, code, message, todo })
      return
    }
    block.add(report, () => true)
    services.set(report.service, (services.get(report.service) ?? 0) + 1)
  })
  return { size: items.length, block: block.finish(), services, refused }
}
