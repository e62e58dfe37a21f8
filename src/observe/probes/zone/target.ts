import { z } from 'zod'
import { DomainName } from '../../domain-name.ts'

/** A name whose zone is looked through: `www.facebook.com`, or `{ name }`. */
export const ZoneTarget = z.preprocess(
  value => (typeof value === 'string' ? { name: value } : value),
  z.strictObject({ name: DomainName }),
)
export type ZoneTarget = z.infer<typeof ZoneTarget>
