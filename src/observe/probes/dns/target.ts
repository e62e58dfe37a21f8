import { domainToASCII } from 'node:url'
import { z } from 'zod'
import { isDomainName, plainName } from '../../../net/dns/name.ts'
import { questionTypes } from '../../../net/dns/wire.ts'

const DomainName = z
  .string()
  .transform(name => plainName(/^[!-~]*$/.test(name) ? name : domainToASCII(name)))
  .refine(isDomainName, 'a domain name such as www.example.org')

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
