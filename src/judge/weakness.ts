import type { Cause } from '../model/cause.ts'
import type { Finding, FindingCode } from '../model/finding.ts'
import { agreement } from './agreement.ts'
import { capped } from './belief.ts'
import type { Sight } from './component.ts'
import type { Look } from './look.ts'

/** What does no harm as yet, and whoever runs the service should mend. */
const weaknesses = new Set<FindingCode>([
  'authoritative_partly_unreachable',
  'authoritative_lame',
  'authoritative_no_tcp',
  'authoritative_edns_trouble',
  'delegation_mismatch',
  'glue_mismatch',
  'name_server_without_address',
  'serial_drift',
  'dnssec_signature_expires_soon',
  // On some of the servers only; on all of them it is no weakness but a failure.
  'dnssec_signature_expired',
  'dnssec_signature_not_yet_valid',
  'dnssec_signature_missing',
  'dnssec_signature_invalid',
  'dnssec_keys_mismatch',
  'dnssec_denial_invalid',
  'authoritative_truncated',
  'certificate_expires_soon',
])

export function hasWeakness({ findings }: Look): boolean {
  return findings.some(({ code }) => weaknesses.has(code))
}

/**
 * What is amiss with a component that works: what most of those see who see it working.
 * @param concerns what is amiss with the routes to it
 */
export function weaknessOf(sights: readonly Sight[], concerns: readonly Finding[] = []): Cause | undefined {
  const fine = sights.filter(({ sees }) => sees === 'fine')
  const agreed = agreement(
    fine,
    ({ looks }) => looks,
    ({ code }) => weaknesses.has(code),
  ).filter(({ vantages }) => vantages * 2 > fine.length)
  const chain = [...concerns, ...agreed.map(({ finding }) => finding)]
  const [lowest] = chain
  if (lowest === undefined) return undefined
  const n = agreed[0]?.vantages ?? fine.length
  return {
    layer: lowest.layer,
    chain,
    vantagePoints: { n, of: fine.length },
    alternatives: [],
    confidence: capped(n),
    evidence: [...new Set(agreed.flatMap(({ evidence }) => evidence))],
  }
}

const refusals = new Set<FindingCode>(['prober_refused', 'login_wall'])

/** Why nothing can be said although somebody looks: the service turns our prober away. */
export function refusalOf(sights: readonly Sight[]): Cause | undefined {
  if (sights.some(({ sees }) => sees === 'fine' || sees === 'slow')) return undefined
  const refused = sights.filter(({ sees }) => sees === 'refused')
  const [found] = agreement(
    refused,
    ({ looks }) => looks,
    ({ code }) => refusals.has(code),
  )
  if (found === undefined) return undefined
  return {
    layer: found.finding.layer,
    chain: [found.finding],
    vantagePoints: { n: refused.length, of: sights.length },
    alternatives: [],
    confidence: capped(refused.length),
    evidence: [...found.evidence],
  }
}
