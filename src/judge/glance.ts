import type { Cause } from '../model/cause.ts'
import type { Observation } from '../model/observation.ts'
import { outcomeOf } from '../model/weight.ts'
import { looksForged } from './blocking.ts'
import { causeOf } from './cause.ts'
import type { Sight } from './component.ts'
import { type Look, newLook, takeIn } from './look.ts'
import { noRoutes, type RouteViews } from './routes/routes.ts'
import { refusalOf, weaknessOf } from './weakness.ts'

/** What one glance says: a single look at each target from one place, believed as it is. */
export interface Glance {
  readonly outcome: 'working' | 'failing' | 'refused' | 'unseen'
  readonly cause?: Cause
  /** What came is no answer of its own servers: it looks as if somebody on the way had given it. */
  readonly forged?: true
}

/** Looks from one place at what a thing's users meet, and at the names that it stands on. */
export interface Glanced {
  readonly own: readonly Observation[]
  readonly foundations: readonly Observation[]
  /** How its addresses are routed, where anybody was asked. */
  readonly routes?: RouteViews
}

/**
 * Judges a thing by one look at each of its targets, as a person at a terminal does: no history and no
 * quorum, so no more than "as seen from here, now". Pure.
 */
export function glance({ own, foundations, routes = noRoutes }: Glanced): Glance {
  const looks = [...own, ...foundations].map(lookOf)
  const bad = looks.filter(look => look.state === 'failing')
  const sight: Sight = { vantage: 'here', sees: bad.length > 0 ? 'down' : 'fine', since: 0, bad, looks }
  const circumstances = {
    routes,
    servers: [...new Set(own.flatMap(({ seen }) => seen?.addresses ?? []))],
    nameServers: [...new Set(foundations.flatMap(nameServersOf))],
    held: [],
    sound: 1,
  }
  if (bad.length > 0) {
    const glanced = withCause('failing', causeOf([sight], circumstances))
    return looksForged(sight) ? { ...glanced, forged: true } : glanced
  }
  if (looks.some(look => look.state === 'working')) {
    const said = own.some(({ findings }) => !['refused', 'inconclusive'].includes(outcomeOf(findings)))
    if (said || own.length === 0) return withCause('working', weaknessOf([sight]))
  }
  const refusal = refusalOf([{ ...sight, sees: 'refused' }])
  return refusal === undefined ? { outcome: 'unseen' } : withCause('refused', refusal)
}

function nameServersOf({ seen }: Observation): string[] {
  return (seen?.nameServers ?? []).flatMap(({ addresses }) => addresses)
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
