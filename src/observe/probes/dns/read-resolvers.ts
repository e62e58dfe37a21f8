import type { Failure } from '../../../model/failure.ts'
import { type Finding, type FindingCode, finding } from '../../../model/finding.ts'
import type { DnsDetail, ResolverLook } from './run.ts'
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

/** What is said of the name and not of who was asked for it. */
const denials = new Set<FindingCode>(['name_nxdomain', 'name_nodata'])

interface Failing {
  readonly look: ResolverLook
  readonly code: FindingCode
}

/**
 * One finding for each way in which resolvers fail, with those that do. Where others answer, and so do the
 * name's own servers, it is they who are broken and not the name. Of a target that is resolvers, that they fail.
 */
export function readResolvers(
  { resolvers: looks, walk }: DnsDetail,
  { name, resolvers }: DnsTarget,
): Finding[] {
  const asked = looks.filter(({ failure }) => failure !== 'interrupted')
  const failing = asked.flatMap((look): Failing[] =>
    look.failure === undefined ? [] : [{ look, code: codes[look.failure] ?? 'resolver_timeout' }],
  )
  if (resolvers !== undefined) return sayBroken('resolver_down', name, failing, asked.length)
  const answered = failing.length < asked.length && walk.values.length > 0
  const broken = answered ? failing.filter(({ code }) => !denials.has(code)) : []
  const others = failing.filter(each => !broken.includes(each))
  return [
    ...[...new Set(others.map(({ code }) => code))].map(code =>
      sayFailing(
        code,
        name,
        others.filter(each => each.code === code),
        asked.length,
      ),
    ),
    ...sayBroken('resolver_broken', name, broken, asked.length),
  ]
}

function sayFailing(code: FindingCode, name: string, failing: readonly Failing[], asked: number): Finding {
  const resolvers = failing.map(({ look }) => look.resolver)
  const counts = { failed: resolvers.length, asked }
  return denials.has(code)
    ? finding(code, { name, by: 'resolvers', servers: resolvers, ...counts })
    : finding(code, { name, resolvers, ...counts })
}

function sayBroken(
  code: 'resolver_broken' | 'resolver_down',
  name: string,
  failing: readonly Failing[],
  asked: number,
): Finding[] {
  if (failing.length === 0) return []
  const resolvers = failing.map(({ look }) => look.resolver)
  const failures = [...new Set(failing.map(({ look }) => String(look.failure)))]
  return [finding(code, { name, resolvers, failures, failed: failing.length, asked })]
}
