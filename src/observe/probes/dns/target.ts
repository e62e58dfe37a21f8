import { z } from 'zod'
import { parseEndpoint } from '../../../net/dns/endpoint.ts'
import { questionTypes } from '../../../net/dns/wire.ts'
import { DomainName } from '../../domain-name.ts'

const Resolver = z
  .string()
  .refine(
    text => parseEndpoint(text) !== undefined,
    'an address such as 1.1.1.1 or [2606:4700:4700::1111]:53',
  )

/** What to look for: `facebook.com`, or `{ name, type, expect, resolvers }`. */
export const DnsTarget = z.preprocess(
  value => (typeof value === 'string' ? { name: value } : value),
  z.strictObject({
    name: DomainName,
    type: z.enum(questionTypes).default('A'),
    /** The only values that may be answered, as zone files write them. */
    expect: z.array(z.string()).min(1).optional(),
    /** Looked at in the name's place: these resolvers alone are asked for it, and nobody who stands behind it. */
    resolvers: z.array(Resolver).min(1).optional(),
  }),
)
export type DnsTarget = z.infer<typeof DnsTarget>
