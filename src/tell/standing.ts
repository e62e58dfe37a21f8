import type { Incident, IncidentComponent } from '../model/incident.ts'
import { type Component, type ComponentKey, componentKey, type Service } from '../model/service.ts'
import { isTrouble, type Status, worse } from '../model/status.ts'
import type { Verdict } from '../model/verdict.ts'
import type { SiteView } from './view.ts'

/** Whether we can be believed at all: `blind` when no vantage point is sound, `starting` before any was judged. */
export function sightOf(view: SiteView): 'watching' | 'starting' | 'blind' {
  const judged = view.vantagePoints.flatMap(({ verdict }) => verdict ?? [])
  if (judged.some(verdict => verdict.state === 'sound')) return 'watching'
  return judged.length === 0 ? 'starting' : 'blind'
}

/** The standing verdict of a component, unless we are blind: then nothing stands. */
export function verdictOf(view: SiteView, key: ComponentKey): Verdict | undefined {
  return sightOf(view) === 'watching' ? view.verdicts.get(key) : undefined
}

export function statusOf(view: SiteView, key: ComponentKey): Status {
  return verdictOf(view, key)?.status ?? 'unknown'
}

/**
 * The worst status of a service's apps. Features that are out while the app works make it partly down,
 * not down; a feature unseen does not make its service unknown.
 */
export function serviceStatus(view: SiteView, service: Service): Status {
  const worst = (role: Component['role']) =>
    service.components
      .filter(component => component.role === role)
      .map(component => statusOf(view, componentKey(service, component)))
      .reduce<Status | undefined>((a, b) => (a === undefined ? b : worse(a, b)), undefined)
  const app = worst('app')
  const feature = worst('feature')
  if (app === undefined) return feature ?? 'unknown'
  if (feature === undefined || !isTrouble(feature)) return app
  return worse(app, feature === 'major_outage' ? 'partial_outage' : feature)
}

export function isOpen(incident: Incident): boolean {
  return incident.state === 'confirmed' || incident.state === 'recovering'
}

/** Confirmed and not over; none while we are blind and can confirm nothing. */
export function openIncidents(view: SiteView): Incident[] {
  return view.incidents.filter(isOpen)
}

export function hasReturned(part: IncidentComponent): boolean {
  return part.ended !== undefined
}

export function worstOf(incident: Incident): Status {
  return incident.components.map(part => part.worst).reduce((a, b) => worse(a, b), 'operational' as Status)
}

/** A service's share of an incident. */
export interface ServiceShare {
  readonly service: Service
  readonly parts: readonly IncidentComponent[]
}

/** The incident's services in the catalogue's order, with what of each is in it. */
export function sharesOf(view: SiteView, incident: Incident): ServiceShare[] {
  return view.catalogue.services
    .map(service => ({
      service,
      parts: incident.components.filter(part => part.component.startsWith(`${service.id}/`)),
    }))
    .filter(share => share.parts.length > 0)
}

/** Components in trouble from a sound minority only, outside every incident. */
export function regionalTroubles(view: SiteView): Verdict[] {
  return seenOnlySomewhere(view, 'regional')
}

/** Components that work, and look blocked in some country. */
export function blockedPlaces(view: SiteView): Verdict[] {
  return seenOnlySomewhere(view, 'blocked')
}

function seenOnlySomewhere(view: SiteView, scope: Verdict['scope']): Verdict[] {
  if (sightOf(view) !== 'watching') return []
  return [...view.verdicts.values()].filter(verdict => verdict.scope === scope && verdict.failing.length > 0)
}
