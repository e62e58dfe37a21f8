import type { Incident, IncidentComponent } from '../../model/incident.ts'
import { componentKey, type Service } from '../../model/service.ts'
import { type Status, worse } from '../../model/status.ts'
import { isOpen, openIncidents, sightOf, statusOf, worstOf } from '../standing.ts'
import { componentName, developmentText, incidentHeadline } from '../story.ts'
import type { SiteView } from '../view.ts'
import type { Words } from '../words/words.ts'

const pageId = 'prahari'
type Known = Exclude<Status, 'unknown'>

/**
 * The answers of Statuspage's public API v2, by path under `api/v2/`, in its shape and words only.
 * Statuspage has no word for "unknown": such a component is left out (docs/decisions/0010-statuspage-unknown.md).
 * @param publicUrl the site's address, ending in a slash
 */
export function statuspageFiles(words: Words, view: SiteView, publicUrl: string): Map<string, unknown> {
  const page = {
    id: pageId,
    name: words.say('site.name'),
    url: publicUrl,
    time_zone: 'Etc/UTC',
    updated_at: iso(view.generated),
  }
  const components = componentsOf(words, view)
  const status = overallStatus(words, view)
  const all = view.incidents.map(incident => toIncident(words, view, incident, publicUrl))
  const unresolved = all.filter(
    (_, index) => view.incidents[index] !== undefined && isOpen(view.incidents[index]),
  )
  const none = { page, scheduled_maintenances: [] }
  return new Map<string, unknown>([
    ['summary.json', { page, components, incidents: unresolved, scheduled_maintenances: [], status }],
    ['status.json', { page, status }],
    ['components.json', { page, components }],
    ['incidents.json', { page, incidents: all.slice(0, 50) }],
    ['incidents/unresolved.json', { page, incidents: unresolved }],
    ['scheduled-maintenances.json', none],
    ['scheduled-maintenances/upcoming.json', none],
    ['scheduled-maintenances/active.json', none],
  ])
}

function overallStatus(words: Words, view: SiteView): { indicator: string; description: string } {
  const sight = sightOf(view)
  if (sight !== 'watching') return { indicator: 'minor', description: words.say(`headline.${sight}`) }
  const open = openIncidents(view)
  const [gravest] = open.toSorted((a, b) => (worse(worstOf(a), worstOf(b)) === worstOf(a) ? -1 : 1))
  if (gravest === undefined) return { indicator: 'none', description: 'All Systems Operational' }
  return { indicator: impactOf(gravest), description: incidentHeadline(words, view, gravest) }
}

function componentsOf(words: Words, view: SiteView) {
  return view.catalogue.services.flatMap((service, position) => {
    const known = service.components.flatMap((component, index) => {
      const key = componentKey(service, component)
      const status = statusOf(view, key)
      if (status === 'unknown') return []
      const name = words.name(component.names)
      return [
        toComponent({ id: key, name, status, position: index + 1, group: service, at: sinceOf(view, key) }),
      ]
    })
    if (known.length === 0) return []
    const worst = known.map(each => each.status).reduce<Known>((a, b) => worse(a, b) as Known, 'operational')
    const updated = Math.max(...known.map(each => Date.parse(each.updated_at)))
    const name = words.name(service.names)
    const group = toComponent({ id: service.id, name, status: worst, position: position + 1, at: updated })
    return [{ ...group, components: known.map(({ id }) => id) }, ...known]
  })
}

function sinceOf(view: SiteView, key: Parameters<typeof statusOf>[1]): number {
  return view.verdicts.get(key)?.since ?? view.generated
}

interface ComponentFacts {
  readonly id: string
  readonly name: string
  readonly status: Known
  readonly position: number
  /** The service that it belongs to; absent for the service itself. */
  readonly group?: Service
  readonly at: number
}

function toComponent({ id, name, status, position, group, at }: ComponentFacts) {
  return {
    id,
    name,
    status,
    created_at: iso(at),
    updated_at: iso(at),
    position,
    description: null,
    showcase: group === undefined,
    start_date: null,
    group_id: group?.id ?? null,
    page_id: pageId,
    group: group === undefined,
    only_show_if_degraded: false,
  }
}

function toIncident(words: Words, view: SiteView, incident: Incident, publicUrl: string) {
  const components = incident.components.map((part, index) => {
    const group = view.catalogue.services.find(service => part.component.startsWith(`${service.id}/`))
    return toComponent({
      id: part.component,
      name: componentName(words, view, part.component),
      status: knownStatus(part),
      position: index + 1,
      ...(group === undefined ? {} : { group }),
      at: part.ended ?? part.began,
    })
  })
  const updates = incident.timeline
    .filter(line => line.code !== 'suspected')
    .map((line, index) => ({
      id: `${incident.id}-${index}`,
      status: wordAt(incident, line.code),
      body: developmentText(words, view, line),
      incident_id: incident.id,
      created_at: iso(line.at),
      updated_at: iso(line.at),
      display_at: iso(line.at),
      affected_components: null,
      deliver_notifications: false,
      custom_tweet: null,
      tweet_id: null,
    }))
    .reverse()
  return {
    id: incident.id,
    name: incidentHeadline(words, view, incident),
    status: stateWord(incident),
    created_at: iso(incident.detected),
    updated_at: iso(incident.updated),
    monitoring_at: isoOrNull(incident.timeline.find(line => line.code === 'recovering')?.at),
    resolved_at: isoOrNull(incident.resolved),
    impact: impactOf(incident),
    shortlink: `${publicUrl}en/incidents/${incident.id}/`,
    started_at: iso(incident.began),
    page_id: pageId,
    incident_updates: updates,
    components,
  }
}

/** A part whose status is not known keeps the last word that was: the incident's worst. */
function knownStatus(part: IncidentComponent): Known {
  if (part.status !== 'unknown') return part.status
  return part.worst === 'unknown' ? 'degraded_performance' : part.worst
}

function stateWord(incident: Incident): 'investigating' | 'identified' | 'monitoring' | 'resolved' {
  if (incident.state === 'resolved' || incident.state === 'retracted') return 'resolved'
  if (incident.state === 'recovering') return 'monitoring'
  return incident.components.some(part => part.cause !== undefined) ? 'identified' : 'investigating'
}

function wordAt(incident: Incident, code: Incident['timeline'][number]['code']) {
  if (code === 'resolved' || code === 'retracted') return 'resolved'
  if (code === 'recovering' || code === 'stage_reached') return 'monitoring'
  if (code === 'component_returned') return 'monitoring'
  return incident.components.some(part => part.cause !== undefined) ? 'identified' : 'investigating'
}

function impactOf(incident: Incident): 'minor' | 'major' | 'critical' {
  const worst = worstOf(incident)
  if (worst === 'major_outage')
    return incident.components.some(part => part.role === 'app') ? 'critical' : 'major'
  return worst === 'partial_outage' ? 'major' : 'minor'
}

function iso(at: number): string {
  return new Date(at).toISOString()
}

function isoOrNull(at: number | undefined): string | null {
  return at === undefined ? null : iso(at)
}
