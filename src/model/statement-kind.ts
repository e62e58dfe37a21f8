import type { z } from 'zod'

/**
 * What the catalogue needs to know of a kind of official source: how its entries are written. The reader
 * itself (src/listen/statements/reader.ts) adds what to fetch and how to read it.
 *
 * @template Entry an entry as parsed: its address, and the kind's own keys
 */
export interface StatementKind<Entry extends { readonly url: string }> {
  /** What `kind:` says: `statuspage`, `feed`, `page`. */
  readonly kind: string
  /** One line for the generated reference. */
  readonly summary: string
  /** Parses an entry without its `kind`. `url` is where people can read it. */
  readonly entry: z.ZodObject<z.ZodRawShape, z.core.$strict> & z.ZodType<Entry>
}
