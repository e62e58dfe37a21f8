import type { Voice } from '../../model/voice.ts'
import { policy } from '../policy.ts'
import type { Draft } from './draft.ts'

/** Whether what is to be said is so much another thing than what was said last, in the same state, that it is said anew. */
export function isSaidAgain(standing: Voice, next: Draft): boolean {
  if (next.state !== 'raised')
    return next.sources.join() !== standing.sources.join() || isKnownNow(standing, next)
  if (next.victimOf !== standing.victimOf || next.scope !== standing.scope) return true
  if (next.decided - standing.decided < policy.voices.againAfterMs) return false
  // Of a handful more or less nothing is told.
  const times =
    Math.max(policy.voices.people, next.perMinute) / Math.max(policy.voices.people, standing.perMinute)
  if (times >= policy.voices.againTimes || times <= 1 / policy.voices.againTimes) return true
  if (next.sources.some(source => !standing.sources.includes(source))) return true
  if (next.perMinute < policy.voices.people) return false
  return (
    leadsAnew(standing.components, next.components, ({ component }) => component) ||
    leadsAnew(standing.places, next.places, ({ place }) => place)
  )
}

/** What was taken for usual before anything was known is known by now. */
function isKnownNow(standing: Voice, next: Draft): boolean {
  const { notKnown } = policy.voices.confidenceCaps
  return standing.confidence <= notKnown && next.confidence > notKnown
}

/** Another name leads, named by many and half as often again as the one that led: two that are close do not take turns. */
function leadsAnew<Named extends { readonly share: number }>(
  before: readonly Named[],
  now: readonly Named[],
  nameOf: (named: Named) => string,
): boolean {
  const [led, leads] = [before[0], now[0]]
  if (leads === undefined || (led !== undefined && nameOf(led) === nameOf(leads))) return false
  const left = led === undefined ? 0 : (now.find(each => nameOf(each) === nameOf(led))?.share ?? 0)
  return leads.share >= policy.voices.againShare && leads.share >= 1.5 * left
}
