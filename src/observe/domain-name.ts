import { domainToASCII } from 'node:url'
import { z } from 'zod'
import { isDomainName, plainName } from '../net/dns/name.ts'

/** A domain name as a target writes it, in any script; plain once it is parsed. */
export const DomainName = z
  .string()
  .transform(name => plainName(/^[!-~]*$/.test(name) ? name : domainToASCII(name)))
  .refine(isDomainName, 'a domain name such as www.example.org')
