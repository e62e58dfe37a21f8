import { z } from 'zod'
import { Address, defineStatementReader } from '../reader.ts'

/** A page for people, to which the service's page leads. Nobody reads it here. */
export const page = defineStatementReader({
  kind: 'page',
  summary: 'a page that people read; it is only linked to',
  entry: z.strictObject({ url: Address }),
  next: () => undefined,
  read: () => ({ drafts: [] }),
})
