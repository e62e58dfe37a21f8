import { z } from 'zod'
import type { StatementKind } from '../../model/statement-kind.ts'
import type { Status } from '../../model/status.ts'
import type { Pace } from './pace.ts'

/** Secrets of whoever runs the observatory, by name; a source that needs one that is not there is not asked. */
export type SecretName = 'x'
export type Secrets = Readonly<Partial<Record<SecretName, string>>>

/** One thing to fetch. */
export interface Ask {
  readonly url: string
  readonly form: 'json' | 'feed'
  /** An answer that was got under the same mark is good enough: it is not asked for again. */
  readonly mark?: string
  /** Which secret goes with it, as a bearer token. */
  readonly secret?: SecretName
  /** Bytes at most; a megabyte unless it says so. */
  readonly most?: number
}

/** What a source says, before it is known whether it is new. */
export interface Draft {
  /** Its own name at its source: the same again is the same statement, perhaps corrected. */
  readonly ref: string
  /** Milliseconds since 1970; absent where the source gives no time. */
  readonly at?: number
  readonly title: string
  readonly text: string
  readonly url?: string
  readonly language?: string
  readonly claims?: Status
  readonly thread?: string
}

/** What the answers say; or why they say nothing: `malformed`, `component_missing`. */
export type Reading = { readonly drafts: readonly Draft[] } | { readonly because: string }

/**
 * A kind of official source. Both halves are pure: what to fetch is told one by one, each by the answers so
 * far, and what came is read.
 */
export interface StatementReader<Entry extends { readonly url: string }> extends StatementKind<Entry> {
  /** What to fetch next; undefined when all that is needed is there, or nothing more can be got. */
  next(entry: Entry, answers: readonly string[]): Ask | undefined
  read(entry: Entry, answers: readonly string[]): Reading
  /** Where the usual pace is too fast for a source. */
  pace?(entry: Entry): Pace | undefined
}

/** A reader whose types nobody needs to know any more. */
export type AnyStatementReader = StatementReader<{ readonly url: string }>

/** Gives inference; a kind is plain data and functions. */
export function defineStatementReader<Entry extends { readonly url: string }>(
  reader: StatementReader<Entry>,
): StatementReader<Entry> {
  return reader
}

export const Address = z.url({ protocol: /^https?$/, error: 'an address with http:// or https:// is needed' })

/** Words of which a statement must hold one: for accounts and feeds that speak of other things too. */
export const Containing = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .transform(words => [words].flat())
  .optional()

export function holdsOne(words: readonly string[] | undefined, ...texts: readonly string[]): boolean {
  if (words === undefined) return true
  const whole = texts.join('\n').toLowerCase()
  return words.some(word => whole.includes(word.toLowerCase()))
}

export const malformed: Reading = { because: 'malformed' }

/** JSON of a shape; undefined for anything else. */
export function jsonOf<Shape>(schema: z.ZodType<Shape>, text: string | undefined): Shape | undefined {
  if (text === undefined) return undefined
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
