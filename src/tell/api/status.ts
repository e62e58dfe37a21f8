import { createHash } from 'node:crypto'
import { componentKey, type Service } from '../../model/service.ts'
import { heardStep } from '../heard-steps.ts'
import { claimOf, disagreement, heardSources } from '../official.ts'
import { serviceStatus, sightOf, statusOf, verdictOf } from '../standing.ts'
import type { SiteView } from '../view.ts'
import { heldBack } from '../voice.ts'

/**
 * `api/v1/status.json`: the news in our own full words. `edition` changes when anything but the time does;
 * pages fetch themselves again by it.
 */
export function statusFile(view: SiteView) {
  const news = {
    sight: sightOf(view),
    vantagePoints: view.vantagePoints.map(({ point, verdict }) => ({
      ...point,
      state: verdict?.state ?? null,
      since: verdict === undefined ? null : iso(verdict.since),
    })),
    services: view.catalogue.services.map(service => ({
      id: service.id,
      names: service.names,
      operator: service.operator,
      category: service.category,
      status: serviceStatus(view, service),
      official: officialOf(view, service),
      components: service.components.map(component => {
        const key = componentKey(service, component)
        const verdict = verdictOf(view, key)
        const status = statusOf(view, key)
        if (verdict === undefined) return { id: key, names: component.names, role: component.role, status }
        const { scope, failing, fine, unsure, confidence, cause, evidence } = verdict
        return {
          id: key,
          names: component.names,
          role: component.role,
          status,
          since: iso(verdict.since),
          decided: iso(verdict.decided),
          scope,
          failing,
          fine,
          unsure,
          confidence,
          cause: cause ?? null,
          evidence,
        }
      }),
      ...people(view, service.id),
    })),
    incidents: view.incidents,
    heardUntil: heardUntil(view),
  }
  const edition = createHash('sha256').update(JSON.stringify(news)).digest('hex').slice(0, 16)
  const lastEvidence = view.lastEvidence === undefined ? null : iso(view.lastEvidence)
  return { format: 1, generated: iso(view.generated), lastEvidence, edition, ...news }
}

/** What the operator says of it, which decides nothing; its words are in a file of their own (`statements.ts`). */
function officialOf(view: SiteView, service: Service) {
  const claim = claimOf(view, service)
  const latest = view.statements.get(service.id)?.[0]
  const lost = heardSources(view, service).filter(({ state }) => state === 'lost')
  return {
    claims: claim?.status ?? null,
    since: claim === undefined ? null : iso(claim.statement.at),
    disagrees: disagreement(view, service) !== undefined,
    latest: latest === undefined ? null : { id: latest.id, at: iso(latest.at) },
    lost: lost.map(({ source }) => source.url),
  }
}

/** What people say of a service, and what was held back of it in the last 24 hours; nothing where nobody ever listened. */
function people(view: SiteView, service: string) {
  const voice = view.voices.get(service)
  if (voice === undefined) return {}
  const { kind: _, id: __, service: ___, since, decided, ...said } = voice
  const held = heldBack(view.heard(service))
  return { people: { ...said, since: iso(since), decided: iso(decided), held } }
}

/** The end of the last whole step that was listened to: pages with a picture are fetched again by it. */
function heardUntil(view: SiteView): string | null {
  const [service] = view.catalogue.services
  const steps = service === undefined ? [] : view.heard(service.id)
  const last = steps.findLast(step => step.perMinute !== null && step.from + heardStep <= view.generated)
  return last === undefined ? null : iso(last.from + heardStep)
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
