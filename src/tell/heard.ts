import { type Statement, type StatementSource, standingThread } from '../model/heard.ts'
import type { EvidenceLog } from '../store/store.ts'

/** What operators said officially, by service. */
export interface OfficialWords {
  /** Newest first; of one that was corrected the newest version. */
  readonly statements: ReadonlyMap<string, readonly Statement[]>
  /** How each source was heard: every change, oldest first. */
  readonly sources: ReadonlyMap<string, readonly StatementSource[]>
}

/** Reads the record for what operators said. What was read once is kept, and what is new is added. */
export function officialReader(evidence: EvidenceLog): () => Promise<OfficialWords> {
  const statements = new Map<string, Statement>()
  const sources = new Map<string, StatementSource>()
  let since = 0

  return async () => {
    const from = since
    for (const { evidence: each, received } of await evidence.heardSince('statement', from)) {
      since = Math.max(since, received)
      if (each.kind === 'statement') statements.set(nameOf(each), each)
    }
    for (const { evidence: each, received } of await evidence.heardSince('statement_source', from)) {
      since = Math.max(since, received)
      if (each.kind === 'statement_source') sources.set(each.id, each)
    }
    return {
      statements: Map.groupBy(
        [...statements.values()].sort((a, b) => b.at - a.at),
        ({ service }) => service,
      ),
      sources: Map.groupBy(sources.values(), ({ service }) => service),
    }
  }
}

/** Tells the place in the record of the newest that operators said, for knowing that there is news; 0 before the first. */
export function officialNews(evidence: EvidenceLog): () => Promise<number> {
  let newest = { seq: 0, received: 0 }
  return async () => {
    for (const kind of ['statement', 'statement_source'] as const) {
      const last = (await evidence.heardSince(kind, newest.received)).at(-1)
      if (last !== undefined && last.seq > newest.seq) newest = last
    }
    return newest.seq
  }
}

/** What is said of the whole is said anew each time; another statement with the same name is corrected. */
function nameOf({ id, service, source, thread, ref }: Statement): string {
  return ref === undefined || thread === standingThread
    ? id
    : [service, source.kind, source.url, ref].join(' ')
}
