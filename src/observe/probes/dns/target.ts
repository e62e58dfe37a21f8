import { z } from 'zod'
import { questionTypes } from '../../../net/dns/wire.ts'
import { DomainName } from '../../domain-name.ts'

/** What to look for: `facebook.com`, or `{ name, type, expect }`. */
export const DnsTarget = z.preprocess(
  value => (typeof value === 'string' ? { name: value } : value),
  z.strictObject({
    name: DomainName,
    type: z.enum(questionTypes).default('A'),
    /** The only values that may be answered, as zone files write them. */
    expect: z.array(z.string()).min(1).optional(),
  }),
)
export type DnsTarget = z.infer<typeof DnsTarget>
