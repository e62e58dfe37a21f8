import { Resolver } from 'node:dns/promises'
import type { Failure } from '../../model/failure.ts'

const patienceMs = 4_000
const tries = 2

const byCode: Readonly<Record<string, Failure>> = {
  ENOTFOUND: 'dns_nxdomain_error',
  ENODATA: 'dns_no_answer',
  ESERVFAIL: 'dns_servfail_error',
  EREFUSED: 'dns_refused_error',
  ECONNREFUSED: 'dns_refused_error',
  ETIMEOUT: 'dns_timeout_error',
  EBADRESP: 'dns_malformed_reply',
}

/**
 * Asks recursive resolvers for a name's addresses. Not the system's own `getaddrinfo`: in an outage that holds
 * one of the few threads that files are written by until it gives up.
 * @param resolvers as `address` or `address:port`; none stands for those of the system
 * @returns what gives a name's addresses, and throws an error whose `because` is a failure's name
 */
export function addressFinder(resolvers: readonly string[]): (host: string) => Promise<string[]> {
  const resolver = new Resolver({ timeout: patienceMs, tries })
  if (resolvers.length > 0) resolver.setServers(resolvers)
  return async host => {
    const [four, six] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
    const found = [four, six].flatMap(each => (each.status === 'fulfilled' ? each.value : []))
    if (found.length > 0 || four.status === 'fulfilled') return found
    const code = String(Object(four.reason).code)
    const because = byCode[code] ?? `unknown_failure: ${code.toLowerCase()}`
    throw Object.assign(new Error(because), { because })
  }
}
