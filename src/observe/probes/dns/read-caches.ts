import { type Finding, finding } from '../../../model/finding.ts'
import { weightOf } from '../../../model/weight.ts'
import type { DnsDetail } from './run.ts'

/**
 * Where the name's own servers fail and resolvers still answer: until when they can at the latest, for what
 * is left of an answer's life is all that they have (RFC 1035 §3.2.1; RFC 8767 lets some go on longer).
 * @param authority what was found amiss with the name's own servers
 */
export function readCaches({ at, resolvers }: DnsDetail, authority: readonly Finding[]): Finding[] {
  if (!authority.some(found => weightOf(found) === 'fails')) return []
  const answering = resolvers.filter(({ values }) => values.length > 0)
  const lives = answering.flatMap(({ ttl }) => ttl ?? [])
  if (lives.length === 0) return []
  const until = at + Math.max(...lives) * 1000
  return [finding('answers_from_caches', { until, resolvers: answering.map(({ resolver }) => resolver) })]
}
