import type { Cause } from '../model/cause.ts'
import type { Observation } from '../model/observation.ts'
import { outcomeOf } from '../model/weight.ts'
import { causeOf } from './cause.ts'
import type { Sight } from './component.ts'
import { type Look, newLook, takeIn } from './look.ts'
import { Routes } from './routes.ts'
import { refusalOf } from './weakness.ts'

/** What one glance says: a single look at each target from one place, believed as it is. */
export interface Glance {
  readonly outcome: 'working' | 'failing' | 'refused' | 'unseen'
  readonly cause?: Cause
}

/**
 * Judges a thing by one look at each of its targets, as a person at a terminal does: no history and no
 * quorum, so no more than "as seen from here, now". Pure.
 * @param own looks at what its users meet
 * @param foundations looks at the names that those stand on
 */
export function glance(own: readonly Observation[], foundations: readonly Observation[]): Glance {
  const looks = [...own, ...foundations].map(lookOf)
  const bad = looks.filter(look => look.state === 'failing')
  const sight: Sight = { vantage: 'here', sees: 'down', since: 0, bad, looks }
  const circumstances = { routes: new Routes(), servers: [], nameServers: [], held: [], sound: 1 }
  if (bad.length > 0) return withCause('failing', causeOf([sight], circumstances))
  if (looks.some(look => look.state === 'working')) {
    const refused = own.length > 0 && own.every(({ findings }) => outcomeOf(findings) === 'refused')
    if (!refused) return { outcome: 'working' }
  }
  const refusal = refusalOf([{ ...sight, sees: 'refused' }])
  return refusal === undefined ? { outcome: 'unseen' } : withCause('refused', refusal)
}

function lookOf(observation: Observation): Look {
  const look = newLook()
  takeIn(look, observation, observation.at)
  const outcome = outcomeOf(observation.findings)
  if (outcome === 'failed') look.state = 'failing'
  else if (outcome === 'refused') look.state = 'refused'
  return look
}

function withCause(outcome: Glance['outcome'], cause: Cause | undefined): Glance {
  return cause === undefined ? { outcome } : { outcome, cause }
}
