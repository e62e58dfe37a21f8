import { type Statement, type StatementSource, standingThread } from '../model/heard.ts'
import type { Incident } from '../model/incident.ts'
import type { OfficialSource, Service } from '../model/service.ts'
import { isTrouble, type Status, worse } from '../model/status.ts'
import { isOpen, type ServiceShare, serviceStatus, verdictOf } from './standing.ts'
import type { SiteView } from './view.ts'

const minute = 60_000
const hour = 60 * minute
/** How long before an incident began a word on it may have come, and how long after its end one still may. */
const before = 30 * minute
const after = 24 * hour
/** Answers by which a source that is there cannot be read; all else is not reaching it. */
const unreadable =
  /^(status_4\d\d|malformed|wrong_type|component_missing|http_body_too_long|private_address)$/

/** An official source of the catalogue as it is heard now. */
export interface HeardSource {
  readonly source: OfficialSource
  /** `linked`: nobody reads it, or has not yet. */
  readonly state: 'heard' | 'lost' | 'unreadable' | 'linked'
  readonly since?: number
  readonly because?: string
}

export function heardSources(view: SiteView, { id, official }: Service): HeardSource[] {
  const told = view.sources.get(id) ?? []
  return official.map(source => {
    const last = told.findLast(each => isOf(each, source))
    if (last === undefined) return { source, state: 'linked' }
    const { state, at: since, because = '' } = last
    if (state === 'heard') return { source, state, since }
    return { source, state: unreadable.test(because) ? 'unreadable' : 'lost', since, because }
  })
}

function isOf({ source }: Pick<StatementSource, 'source'>, { kind, url }: OfficialSource): boolean {
  return source.kind === kind && source.url === url
}

/** The status that an operator claims for a service now, by the worst of the sources that are heard. */
export interface Claim {
  readonly status: Status
  readonly statement: Statement
}

export function claimOf(view: SiteView, service: Service): Claim | undefined {
  const statements = view.statements.get(service.id) ?? []
  return heardSources(view, service)
    .filter(({ state }) => state === 'heard')
    .flatMap(({ source }): Claim[] => {
      const statement = statements.find(each => isOf(each, source) && each.claims !== undefined)
      return statement?.claims === undefined ? [] : [{ status: statement.claims, statement }]
    })
    .reduce<Claim | undefined>(
      (worst, claim) =>
        worst === undefined || worse(worst.status, claim.status) !== worst.status ? claim : worst,
      undefined,
    )
}

/** How the claim and what is seen are to each other; undefined where they do not contradict, or one is not known. */
export function disagreement(view: SiteView, service: Service): 'says_well' | 'says_trouble' | undefined {
  const claim = claimOf(view, service)
  const seen = serviceStatus(view, service)
  if (claim === undefined || seen === 'unknown') return undefined
  if (claim.status === 'operational' && isTrouble(seen)) return 'says_well'
  return isTrouble(claim.status) && seen === 'operational' ? 'says_trouble' : undefined
}

/** Since when a service stands as it is seen now. */
export function seenSince(view: SiteView, service: Service): number | undefined {
  const status = serviceStatus(view, service)
  const since = service.components.flatMap(({ id }) => {
    const verdict = verdictOf(view, `${service.id}/${id}`)
    if (verdict === undefined) return []
    return isTrouble(status) === isTrouble(verdict.status) ? [verdict.since] : []
  })
  if (since.length === 0 || status === 'unknown') return undefined
  return isTrouble(status) ? Math.min(...since) : Math.max(...since)
}

/** What was said of a service at the time of an incident, oldest first. */
export function saidDuring(view: SiteView, incident: Incident, service: string): Statement[] {
  const until = (incident.ended ?? view.generated) + after
  return (view.statements.get(service) ?? [])
    .filter(({ at }) => at >= incident.began - before && at <= until)
    .toReversed()
}

/** When the first official word on a service's trouble came, beside when it was seen. */
export type Timing =
  | { readonly word: 'after' | 'before'; readonly ms: number }
  /** There is none so long after, or there was none while it lasted. */
  | { readonly word: 'silent'; readonly ms: number }
  | { readonly word: 'was_silent' }
  /** No source of it was heard, so that silence says nothing. */
  | { readonly word: 'unheard' }

export function timingOf(view: SiteView, incident: Incident, { service, parts }: ServiceShare): Timing {
  const began = Math.min(...parts.map(part => part.began))
  const detected = Math.max(incident.detected, began)
  const first = saidDuring(view, incident, service.id).find(
    ({ claims, at, thread }) =>
      claims !== 'operational' &&
      (thread !== standingThread || claims !== undefined) &&
      at <= (incident.ended ?? view.generated),
  )
  if (first !== undefined) {
    const ms = first.at - detected
    return { word: ms < 0 ? 'before' : 'after', ms: Math.abs(ms) }
  }
  if (!wasHeard(view, incident, service)) return { word: 'unheard' }
  return isOpen(incident) ? { word: 'silent', ms: view.generated - detected } : { word: 'was_silent' }
}

/** Whether any source of it was heard while the incident lasted, other than at its very beginning. */
function wasHeard(view: SiteView, incident: Incident, service: Service): boolean {
  const until = incident.ended ?? view.generated
  const from = Math.min(incident.detected + 5 * minute, until)
  const told = view.sources.get(service.id) ?? []
  return service.official.some(source => {
    const changes = told.filter(each => isOf(each, source) && each.at <= until)
    const atBegin = changes.findLast(({ at }) => at <= from)
    return atBegin?.state === 'heard' || changes.some(({ at, state }) => state === 'heard' && at > from)
  })
}

/** Sources that fell silent while the incident lasted, each with when, and when it was back. */
export function lostDuring(
  view: SiteView,
  incident: Incident,
  service: Service,
): { source: OfficialSource; from: number; until?: number }[] {
  const end = incident.ended ?? view.generated
  const told = view.sources.get(service.id) ?? []
  return service.official.flatMap(source => {
    const changes = told.filter(each => isOf(each, source))
    return changes.flatMap((lost, index) => {
      if (lost.state !== 'lost' || lost.at > end || unreadable.test(lost.because ?? '')) return []
      const until = changes[index + 1]?.at
      if (until !== undefined && until < incident.began) return []
      return [{ source, from: lost.at, ...(until !== undefined && { until }) }]
    })
  })
}
