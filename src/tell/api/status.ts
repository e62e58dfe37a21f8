import { createHash } from 'node:crypto'
import { componentKey, type Service } from '../../model/service.ts'
import { claimOf, disagreement, heardSources } from '../official.ts'
import { serviceStatus, sightOf, statusOf, verdictOf } from '../standing.ts'
import type { SiteView } from '../view.ts'

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
    })),
    incidents: view.incidents,
  }
  const edition = createHash('sha256').update(JSON.stringify(news)).digest('hex').slice(0, 16)
  const lastEvidence = view.lastEvidence === undefined ? null : iso(view.lastEvidence)
  return { format: 1, generated: iso(view.generated), lastEvidence, edition, ...news }
}

const statementsTold = 20

/** What the operator says of it, which decides nothing: its claim, how each source is heard, its words, newest first. */
function officialOf(view: SiteView, service: Service) {
  const claim = claimOf(view, service)
  return {
    claims: claim?.status ?? null,
    since: claim === undefined ? null : iso(claim.statement.at),
    disagrees: disagreement(view, service) !== undefined,
    sources: heardSources(view, service).map(({ source: { kind, url }, state, since, because }) => ({
      kind,
      url,
      state,
      since: since === undefined ? null : iso(since),
      because: because ?? null,
    })),
    statements: (view.statements.get(service.id) ?? [])
      .slice(0, statementsTold)
      .map(({ id, at, source, url, language, title, text, claims, thread }) => ({
        id,
        at: iso(at),
        source: source.url,
        url: url ?? null,
        language: language ?? null,
        title,
        text,
        claims: claims ?? null,
        thread: thread ?? null,
      })),
  }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
