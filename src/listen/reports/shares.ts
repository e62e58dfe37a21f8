import type { HeldReason, KeptReport } from '../../model/report.ts'
import { policy } from '../policy.ts'
import { createDistinct } from '../sketch/distinct.ts'
import { createSpan } from './span.ts'

/** Whose reports of one service count. */
export interface Shares {
  /** Time has come to `at`. @returns whether anything is remembered */
  passTo(at: number): boolean
  /** Counts a report in, unless it would be more than its sender's share: then says why. */
  take(report: KeptReport): HeldReason | undefined
  /** Different people counted in the current quarter hour of the clock, about. */
  reporters(): number
}

const { allowances, quarterMs } = policy.reports

export function createShares(at: number): Shares {
  const spans = allowances.map(allowance => createSpan(at, allowance))
  let quarter = Math.floor(at / quarterMs)
  let people = createDistinct()

  function reasonToHold(report: KeptReport): HeldReason | undefined {
    for (const span of spans) {
      const reason = span.reasonToHold(report)
      if (reason !== undefined) return reason
    }
    return undefined
  }

  return {
    passTo(at) {
      if (Math.floor(at / quarterMs) !== quarter) people = createDistinct()
      quarter = Math.floor(at / quarterMs)
      return spans.map(span => span.passTo(at)).includes(true)
    },
    take(report) {
      const reason = reasonToHold(report)
      if (reason !== undefined) return reason
      for (const span of spans) span.add(report)
      addPerson(people, report.person)
      return undefined
    },
    reporters: () => Math.round(people.estimate()),
  }
}

const person = new BigUint64Array(1)
const halves = new Uint32Array(person.buffer)

function addPerson(people: ReturnType<typeof createDistinct>, hash: bigint): void {
  person[0] = hash
  const [low = 0, high = 0] = halves
  people.add(high, low)
}
