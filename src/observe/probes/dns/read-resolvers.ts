import type { Failure } from '../../../model/failure.ts'
import { type Finding, type FindingCode, finding } from '../../../model/finding.ts'
import type { ResolverLook } from './run.ts'
import type { DnsTarget } from './target.ts'

const codes: Readonly<Partial<Record<Failure, FindingCode>>> = {
  dns_servfail_error: 'resolver_servfail',
  dns_refused_error: 'resolver_refused',
  dns_nxdomain_error: 'name_nxdomain',
  dns_no_answer: 'name_nodata',
  dns_server_misbehaving: 'resolver_misbehaving',
  dns_reply_with_wrong_query_id: 'resolver_misbehaving',
  dns_malformed_reply: 'resolver_misbehaving',
  dns_truncated: 'resolver_misbehaving',
  dns_not_authoritative: 'resolver_misbehaving',
}

/** One finding for each way in which resolvers fail, with those that do. */
export function readResolvers(looks: readonly ResolverLook[], { name }: DnsTarget): Finding[] {
  const asked = looks.filter(({ failure }) => failure !== 'interrupted')
  const failing = asked.flatMap(({ resolver, failure }) =>
    failure === undefined ? [] : [{ resolver, code: codes[failure] ?? ('resolver_timeout' as const) }],
  )
  const found = [...new Set(failing.map(({ code }) => code))]
  return found.map(code => {
    const resolvers = failing.filter(one => one.code === code).map(({ resolver }) => resolver)
    const counts = { failed: resolvers.length, asked: asked.length }
    return code === 'name_nxdomain' || code === 'name_nodata'
      ? finding(code, { name, by: 'resolvers', servers: resolvers, ...counts })
      : finding(code, { name, resolvers, ...counts })
  })
}
