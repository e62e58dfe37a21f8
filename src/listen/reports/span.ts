import type { HeldReason, KeptReport } from '../../model/report.ts'
import type { Allowance, Share } from '../policy.ts'
import { createDistinct, type Distinct } from '../sketch/distinct.ts'
import { createFrequencies, type Frequencies } from '../sketch/frequencies.ts'

/** Who brought how much of one service within the last minute, or quarter hour, and so who may bring more. */
export interface Span {
  /** Time has come to `at`. @returns whether anything is remembered */
  passTo(at: number): boolean
  /** Why one more of this sender would be too many, if it would. */
  reasonToHold(report: KeptReport): HeldReason | undefined
  /** Counts it in. */
  add(report: KeptReport): void
}

/** What was counted within one minute, or quarter hour, of the clock. */
interface Part {
  readonly at: number
  /** How widely it is met: different networks, each up to `breadthPerNetwork` times. */
  readonly breadth: Distinct
  readonly networks: Frequencies
  readonly gateways: Map<string, number>
  unproved: number
}

/**
 * The last minute is reckoned as rate limiters do, from the two of the clock that it lies in: all of the
 * present one and what is left of the one before, so that nobody has a fresh share at the full minute.
 */
export function createSpan(at: number, allowance: Allowance): Span {
  const { ms, breadthPerNetwork, network, gateway, unproved } = allowance
  const begunBy = (at: number) => at - (at % ms)
  const leftAt = (at: number) => 1 - (at % ms) / ms
  let now = emptyPart(begunBy(at))
  let last = emptyPart(now.at - ms)
  let left = leftAt(at)

  return {
    passTo(at) {
      left = leftAt(at)
      const begun = begunBy(at)
      if (begun !== now.at) {
        last = begun === now.at + ms ? now : emptyPart(begun - ms)
        now = emptyPart(begun)
      }
      return now.breadth.estimate() + last.breadth.estimate() > 0
    },
    reasonToHold(report) {
      const breadth = now.breadth.estimate() + left * last.breadth.estimate()
      if (report.proved === false) {
        const brought = now.unproved + left * last.unproved
        if (brought + 1 > limit(unproved, breadth - brought)) return 'unproved'
      }
      if (report.gateway !== undefined) {
        const brought = gatewayIn(now, report.gateway) + left * gatewayIn(last, report.gateway)
        if (brought + 1 > limit(gateway, breadth - brought)) return 'gateway'
      }
      const brought = now.networks.of(report.network | 0) + left * last.networks.of(report.network | 0)
      const others = breadth - Math.min(brought, breadthPerNetwork)
      return brought + 1 > limit(network, others) ? 'network' : undefined
    },
    add(report) {
      // Which of its network's few places a person takes is as good as chance, and the same in every replay.
      const place = Number(report.person & 0xffffn) % breadthPerNetwork
      now.breadth.add(place, report.network)
      now.networks.add(report.network | 0)
      const { gateway: id } = report
      if (id !== undefined) now.gateways.set(id, gatewayIn(now, id) + 1)
      if (report.proved === false) now.unproved++
    },
  }
}

function emptyPart(at: number): Part {
  return {
    at,
    breadth: createDistinct(),
    networks: createFrequencies(),
    gateways: new Map(),
    unproved: 0,
  }
}

function gatewayIn(part: Part, id: string): number {
  return part.gateways.get(id) ?? 0
}

function limit({ atLeast, share }: Share, others: number): number {
  return Math.max(atLeast, share * others)
}
