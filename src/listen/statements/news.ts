import { createHash } from 'node:crypto'
import { type Statement, standingThread } from '../../model/heard.ts'
import type { Draft } from './reader.ts'
import { type Source, sourceKey } from './sources.ts'

const day = 86_400_000
/** What was published longer ago than this when it is first heard is old news, and left out. */
const newsForMs = 7 * day
/** Statements taken of one reading, the newest. */
const most = 100

/** What was told already. */
export interface Told {
  readonly ids: Set<string>
  /** By source what it last said of the whole. */
  readonly standing: Map<string, Statement>
}

export function toldOf(statements: readonly Statement[]): Told {
  const told: Told = { ids: new Set(), standing: new Map() }
  for (const statement of statements) remember(told, statement)
  return told
}

export function remember(told: Told, statement: Statement): void {
  told.ids.add(statement.id)
  if (statement.thread === standingThread)
    told.standing.set(sourceKey(statement.service, statement.source), statement)
}

/**
 * The statements among these drafts that are new or changed, oldest first. The id is made of what is said, so
 * that the record drops a second copy.
 */
export function newsOf(source: Source, drafts: readonly Draft[], told: Told, now: number): Statement[] {
  const statements = drafts
    .filter(({ at = now, thread }) => thread === standingThread || at >= now - newsForMs)
    .map(draft => statementOf(source, draft, now))
  const fresh = statements.filter(statement =>
    statement.thread === standingThread
      ? isOther(statement, told.standing.get(sourceKey(source.service, source.origin)))
      : !told.ids.has(statement.id),
  )
  const unique = [...new Map(fresh.map(statement => [statement.id, statement])).values()]
  return unique.sort((a, b) => a.at - b.at).slice(-most)
}

function statementOf({ service, origin }: Source, draft: Draft, now: number): Statement {
  const { ref, title, text, url, language, claims, thread } = draft
  // Nothing can have been published in the future: that clock is wrong, or it says when something will be.
  const at = Math.min(draft.at ?? now, now)
  const link = url !== undefined && /^https?:\/\//.test(url) && URL.canParse(url) ? url : undefined
  const said = [service, origin.kind, origin.url, ref, title, text, claims]
  // What is said of the whole comes again in the same words.
  const named = JSON.stringify(thread === standingThread ? [...said, at] : said)
  return {
    kind: 'statement',
    id: `statement-${createHash('sha256').update(named).digest('hex').slice(0, 32)}`,
    at,
    service,
    source: origin,
    ...(link !== undefined && { url: link }),
    ...(language !== undefined && { language }),
    title,
    text,
    ...(claims !== undefined && { claims }),
    ...(thread !== undefined && { thread }),
    ref,
  }
}

function isOther(statement: Statement, last: Statement | undefined): boolean {
  return last === undefined || last.title !== statement.title || last.claims !== statement.claims
}
