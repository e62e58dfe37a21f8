import { type Budgets, budgets } from '../../base/budget.ts'
import type { Clock } from '../../base/clock.ts'

/** How much is taken, and from when on it looks like a flood that somebody makes. */
export interface FloodPolicy {
  /** Reports a minute from one network (/24, /48), where thousands of people may stand behind a carrier's NAT. */
  readonly networkPerMinute: number
  /** Reports a minute that one gateway may pass on. */
  readonly gatewayPerMinute: number
  /** Below this share of its budget a network is asked for proofs of work. */
  readonly suspectBelow: number
  /** Milliseconds over which all that comes is added up. */
  readonly window: number
  /** Everybody is asked for proofs while so many times the usual comes in a window … */
  readonly surge: number
  /** … and more than this: a whole country's outage brings some hundreds of reports a second. */
  readonly surgeAtLeast: number
  /** Milliseconds over which the usual is learnt. */
  readonly usualOver: number
}

export const floodPolicy: FloodPolicy = {
  networkPerMinute: 30_000,
  gatewayPerMinute: 600_000,
  suspectBelow: 0.5,
  window: 10_000,
  surge: 20,
  surgeAtLeast: 10_000,
  usualOver: 6 * 3_600_000,
}

/** What is done with a request of so many reports. */
export type Admission =
  | { readonly admitted: true; readonly suspect: boolean }
  /** @param wait milliseconds until there is room */
  | { readonly admitted: false; readonly wait: number }

export interface FloodControl {
  fromNetwork(network: number, reports: number): Admission
  fromGateway(gateway: string, reports: number): Admission
}

export function floodControl(clock: Clock, policy: FloodPolicy = floodPolicy): FloodControl {
  const networks = budgets<number>(clock, { perMinute: policy.networkPerMinute })
  const gateways = budgets<string>(clock, { perMinute: policy.gatewayPerMinute })
  const total = surgeMeter(clock, policy)
  return {
    fromNetwork(network, reports) {
      const surging = total(reports)
      const left = networks.spend(network, reports)
      if (left < 0) return refused(networks, network, reports)
      return { admitted: true, suspect: surging || left < policy.suspectBelow }
    },
    fromGateway(gateway, reports) {
      const left = gateways.spend(gateway, reports)
      return left < 0 ? refused(gateways, gateway, reports) : { admitted: true, suspect: false }
    },
  }
}

function refused<Sender>(of: Budgets<Sender>, sender: Sender, reports: number): Admission {
  return { admitted: false, wait: of.wait(sender, reports) }
}

/** Counts reports, and says whether far more come now, or came in the window before, than usually. */
function surgeMeter(clock: Clock, policy: FloodPolicy): (reports: number) => boolean {
  const { window, surge, surgeAtLeast, usualOver } = policy
  let began = clock.monotonic()
  let count = 0
  let last = 0
  let usual = 0

  /** Closes the windows that are over; those in which nothing came pull the usual down too. */
  function turn(windows: number): void {
    const kept = Math.exp(-window / usualOver)
    usual = (usual * kept + count * (1 - kept)) * kept ** (windows - 1)
    last = windows === 1 ? count : 0
    count = 0
    began += windows * window
  }

  return reports => {
    const over = Math.floor((clock.monotonic() - began) / window)
    if (over > 0) turn(over)
    count += reports
    return Math.max(count, last) > Math.max(surgeAtLeast, surge * usual)
  }
}
