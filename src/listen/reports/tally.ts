import type { ServiceReports } from '../../model/heard.ts'
import type { HeldReason, KeptReport, ProblemKind } from '../../model/report.ts'
import { createDistinct, type Distinct } from '../sketch/distinct.ts'
import { createLargest, type Largest } from '../sketch/largest.ts'

/** What people reported of one service within one window, while it is being counted. */
export interface Tally {
  taken: number
  counted: number
  readonly held: Map<HeldReason, number>
  readonly components: Map<string, number>
  readonly problems: Map<ProblemKind, number>
  readonly places: Map<string, number>
  readonly carriers: Map<string, number>
  /** Of those counted, and of all that came. */
  readonly networks: Distinct
  readonly largest: Largest
}

export function emptyTally(): Tally {
  return {
    taken: 0,
    counted: 0,
    held: new Map(),
    components: new Map(),
    problems: new Map(),
    places: new Map(),
    carriers: new Map(),
    networks: createDistinct(),
    largest: createLargest(),
  }
}

/** @param reason why the report is held back, if it is */
export function tally(to: Tally, report: KeptReport, reason: HeldReason | undefined): void {
  to.taken++
  to.largest.add(report.network | 0)
  if (reason === undefined) tallyCounted(to, report)
  else increase(to.held, reason)
}

function tallyCounted(to: Tally, report: KeptReport): void {
  to.counted++
  const [first, ...more] = report.components
  if (first !== undefined && more.length === 0) increase(to.components, first)
  else for (const component of new Set(report.components)) increase(to.components, component)
  increase(to.problems, report.problem)
  if (report.place !== undefined) increase(to.places, report.place)
  if (report.carrier !== undefined) increase(to.carriers, report.carrier)
  to.networks.add(0, report.network)
}

/** Reports that were refused at the door: nobody knows more of them than how many there were. */
export function tallyRefused(to: Tally, refused: number): void {
  to.taken += refused
  increase(to.held, 'refused', refused)
}

/** @param reporters different people in the quarter hour that the window ends in */
export function told(from: Tally, reporters: number): ServiceReports {
  return {
    taken: from.taken,
    counted: from.counted,
    held: inOrder(from.held),
    components: inOrder(from.components),
    problems: inOrder(from.problems),
    places: inOrder(from.places),
    carriers: inOrder(from.carriers),
    networks: Math.round(from.networks.estimate()),
    largestNetwork: Math.round(1000 * from.largest.share()) / 1000,
    reporters,
  }
}

function increase<Key>(counts: Map<Key, number>, key: Key, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by)
}

/** By name, so that it does not tell who came first. */
function inOrder<Key extends string>(counts: Map<Key, number>): Record<Key, number> {
  const entries = [...counts].sort(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries) as Record<Key, number>
}
