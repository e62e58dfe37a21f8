import type { Finding, FindingCode } from '../model/finding.ts'
import { layers } from '../model/layer.ts'
import type { Sight } from './component.ts'
import type { Look } from './look.ts'

/** A finding, from how many vantage points it is seen, and the newest looks that have it. */
export interface Agreed {
  readonly finding: Finding
  readonly vantages: number
  readonly evidence: readonly string[]
}

/**
 * The wanted findings of these sights, one a code with its first particulars, each counted once for a
 * vantage point; the deepest first.
 */
export function agreement(
  sights: readonly Sight[],
  looksOf: (sight: Sight) => readonly Look[],
  wanted: (finding: Finding) => boolean,
): Agreed[] {
  const seenBy = new Map<
    FindingCode,
    { finding: Finding; vantages: number; last: string; evidence: string[] }
  >()
  for (const sight of sights) {
    for (const { findings, latest } of looksOf(sight)) {
      for (const found of findings) {
        if (!wanted(found)) continue
        let entry = seenBy.get(found.code)
        if (entry === undefined) {
          entry = { finding: found, vantages: 0, last: '', evidence: [] }
          seenBy.set(found.code, entry)
        }
        if (entry.last === sight.vantage) continue
        entry.last = sight.vantage
        entry.vantages++
        entry.evidence.push(latest.id)
      }
    }
  }
  return [...seenBy.values()].sort((a, b) => deeperFirst(a.finding, b.finding))
}

/** Within a layer, what lies under what: the parent's word, then the zone's own servers, then people's resolvers. */
const depth: Partial<Record<FindingCode, number>> = {
  delegation_missing: 0,
  authoritative_unreachable: 1,
  authoritative_all_lame: 1,
  authoritative_error: 1,
  authoritative_truncated: 1,
  dnssec_keys_mismatch: 1,
  dnssec_signature_expired: 1,
  dnssec_signature_not_yet_valid: 1,
  dnssec_signature_missing: 1,
  dnssec_signature_invalid: 1,
  dnssec_denial_invalid: 1,
  dnssec_old_keys_cached: 1,
  alias_loop: 1,
  name_nxdomain: 2,
  name_nodata: 2,
}
const shallow = 3

function deeperFirst(a: Finding, b: Finding): number {
  return byDepth(a, b) || (a.code < b.code ? -1 : 1)
}

/** By layer, and within it by what lies under what: negative where `a` lies below `b`. */
export function byDepth(a: Finding, b: Finding): number {
  return layerRank(a) - layerRank(b) || (depth[a.code] ?? shallow) - (depth[b.code] ?? shallow)
}

/** A name that leads to where nobody can be is why no road leads there. */
function layerRank({ code, layer }: Finding): number {
  return code === 'name_bogon_answer' ? -1 : layers.indexOf(layer)
}
