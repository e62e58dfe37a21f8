import type { ReportCounts } from '../../model/heard.ts'
import type { KeptReport } from '../../model/report.ts'
import { distinctError } from '../sketch/distinct.ts'
import { createShares, type Shares } from './shares.ts'
import { emptyTally, type Tally, tally, tallyRefused, told } from './tally.ts'

/** How many reports, by service. */
export type ByService = ReadonlyMap<string, number>

/** Counts a log of reports, window by window. */
export interface Counter {
  /** Begins a window; times are milliseconds since 1970. */
  open(from: number): void
  take(reports: readonly KeptReport[]): void
  /**
   * Ends the window.
   * @param through the place in the log up to which it was counted
   * @param refused how many more came and were refused at the door
   */
  close(to: number, through: number, refused: ByService): ReportCounts
}

/**
 * A pure fold over the log: same log, same windows, same counts. Whatever comes, it holds no more than some
 * 1.2 MiB a service that people report: what is many is estimated.
 */
export function createCounter(): Counter {
  const shares = new Map<string, Shares>()
  let tallies = new Map<string, Tally>()
  let began = 0

  function tallyOf(service: string): Tally {
    const known = tallies.get(service) ?? emptyTally()
    tallies.set(service, known)
    return known
  }

  function sharesOf(service: string): Shares {
    const known = shares.get(service) ?? createShares(began)
    shares.set(service, known)
    return known
  }

  return {
    open(from) {
      began = from
      for (const [service, known] of shares) if (!known.passTo(from)) shares.delete(service)
    },
    take(reports) {
      for (const report of reports)
        tally(tallyOf(report.service), report, sharesOf(report.service).take(report))
    },
    close(to, through, refused) {
      for (const [service, count] of refused) tallyRefused(tallyOf(service), count)
      const services = [...tallies]
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([service, tally]) => [service, told(tally, shares.get(service)?.reporters() ?? 0)])
      tallies = new Map()
      return {
        kind: 'report_counts',
        id: `reports-${began}-${through}`,
        at: to,
        from: began,
        to,
        through,
        error: Math.round(10_000 * distinctError) / 10_000,
        services: Object.fromEntries(services),
      }
    },
  }
}
