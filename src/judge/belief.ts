import { policy } from './policy.ts'

/**
 * The belief that a target works as seen from one vantage point, as log-odds in nats, bounded on both
 * sides so that a long good past does not delay a verdict. Each look moves it by the likelihood ratio
 * of what it saw: Wald's sequential test, as Trinocular (Quan, Heidemann, Pradkin, SIGCOMM 2013) uses it.
 */
export type Belief = number

const { errs, forgetsGoodAfter, forgetsBadAfter, failingBelow, workingAbove } = policy.belief

/** ln(P(failure | broken) / P(failure | works)): how much one look weighs. */
const weight = Math.log((1 - errs) / errs)
const top = forgetsGoodAfter * weight
const bottom = -forgetsBadAfter * weight

export const undecided: Belief = 0

export function afterSuccess(belief: Belief): Belief {
  return Math.min(top, belief + weight)
}

export function afterFailure(belief: Belief): Belief {
  return Math.max(bottom, belief - weight)
}

/** A refusal says neither: the belief falls back towards zero by one look. */
export function afterRefusal(belief: Belief): Belief {
  return belief > 0 ? Math.max(0, belief - weight) : Math.min(0, belief + weight)
}

export function isFailing(belief: Belief): boolean {
  return belief <= failingBelow
}

export function isWorking(belief: Belief): boolean {
  return belief >= workingAbove
}

/** The probability that goes with log-odds. */
export function probability(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds))
}

/** A probability to the thousandth: however clear it looks, it rests on so many vantage points. */
export function capped(vantagePoints: number, confidence = 1): number {
  const caps = policy.confidenceCaps
  const cap = caps[Math.min(Math.max(vantagePoints, 1), caps.length) - 1] ?? 1
  return Math.round(1000 * Math.min(cap, confidence)) / 1000
}
