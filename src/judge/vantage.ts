import type { Observation } from '../model/observation.ts'
import type { VantageState } from '../model/vantage-point.ts'
import { policy } from './policy.ts'

/** What the judge holds of one vantage point. Plain JSON. */
export interface Vantage {
  id: string
  /** ISO 3166-1 alpha-2, where it is known. */
  country?: string | undefined
  state: VantageState
  since: number
  /** When the newest observation from it was received, and when that look was made. */
  heard: number
  newestLook: number
}

export function newVantage(id: string, at: number): Vantage {
  return { id, state: 'sound', since: at, heard: at, newestLook: 0 }
}

/** Whether the vantage point, at this look, saw enough of its controls to be believed. */
export function sawControls({ controls }: Observation): boolean {
  return controls.asked === 0 || controls.seen >= controls.asked * policy.vantage.controlsShare
}

/** @returns true where the vantage point's state changed */
export function hear(vantage: Vantage, observation: Observation, received: number): boolean {
  vantage.heard = received
  // A batch that was held back arrives in its own order; an older look does not overrule a newer one.
  if (observation.at < vantage.newestLook) return false
  vantage.newestLook = observation.at
  return become(vantage, sawControls(observation) ? 'sound' : 'cut_off', observation.at)
}

/** @param shortestRound milliseconds between two looks at its most often looked at target */
export function listenFor(vantage: Vantage, now: number, shortestRound: number): boolean {
  const patience = Math.max(policy.vantage.silentAfterMs, policy.vantage.silentRounds * shortestRound)
  if (now - vantage.heard <= patience) return false
  return become(vantage, 'silent', vantage.heard)
}

function become(vantage: Vantage, state: VantageState, since: number): boolean {
  if (vantage.state === state) return false
  vantage.state = state
  vantage.since = since
  return true
}
