import type { StatementOrigin } from '../../model/heard.ts'
import type { Catalogue } from '../../model/service.ts'
import type { AnyStatementReader, Secrets } from './reader.ts'

/** Where one service's operator speaks, with what reads it. */
export interface Source {
  readonly service: string
  readonly origin: StatementOrigin
  readonly reader: AnyStatementReader
  readonly entry: { readonly url: string }
}

/** Sources that begin with the same request: a page that several services have is asked once for all of them. */
export interface Group {
  readonly url: string
  readonly sources: readonly Source[]
}

/** What there is to follow: without links for people only, and without what needs a secret that is not there. */
export function groupsOf(
  { services }: Catalogue,
  readers: readonly AnyStatementReader[],
  secrets: Secrets,
): Group[] {
  const byUrl = new Map<string, Source[]>()
  for (const { id: service, official } of services) {
    for (const { kind, url, spec } of official) {
      const reader = readers.find(each => each.kind === kind)
      const entry = { ...spec, url }
      const first = reader?.next(entry, [])
      if (reader === undefined || first === undefined) continue
      if (first.secret !== undefined && secrets[first.secret] === undefined) continue
      const source = { service, origin: { kind, url }, reader, entry }
      byUrl.set(first.url, [...(byUrl.get(first.url) ?? []), source])
    }
  }
  return [...byUrl].map(([url, sources]) => ({ url, sources }))
}

/** How the record tells one source of a service from another. */
export function sourceKey(service: string, { kind, url }: StatementOrigin): string {
  return `${service} ${kind} ${url}`
}
