import type { Service } from '../../model/service.ts'
import { heardSources } from '../official.ts'
import type { SiteView } from '../view.ts'

const most = 50

/** `api/v1/services/<id>/statements.json`: what its operator says officially, word for word, newest first, and how each source is heard. */
export function statementsFile(view: SiteView, service: Service) {
  return {
    format: 1,
    service: service.id,
    sources: heardSources(view, service).map(({ source: { kind, url }, state, since, because }) => ({
      kind,
      url,
      state,
      since: since === undefined ? null : iso(since),
      because: because ?? null,
    })),
    statements: (view.statements.get(service.id) ?? [])
      .slice(0, most)
      .map(({ id, at, source, url, language, title, text, claims, thread }) => ({
        id,
        at: iso(at),
        source,
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
