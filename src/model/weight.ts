import type { Finding, FindingCode } from './finding.ts'

/**
 * How a finding counts: `fails` and `degrades` speak against the target, `note` is worth telling and no
 * more, `refused` says only that the prober is turned away, `inconclusive` that the look says nothing.
 */
export type Weight = 'fails' | 'degrades' | 'note' | 'refused' | 'inconclusive'

export const findingWeights = {
  routes_withdrawn: 'fails',
  no_route: 'fails',
  routes_partly_withdrawn: 'note',
  route_origin_changed: 'note',
  more_specific_announced: 'note',
  resolver_servfail: 'fails',
  resolver_refused: 'fails',
  resolver_timeout: 'fails',
  resolver_misbehaving: 'fails',
  resolver_broken: 'note',
  resolver_down: 'fails',
  answers_from_caches: 'note',
  name_nxdomain: 'fails',
  name_nodata: 'fails',
  name_unexpected_answer: 'fails',
  name_bogon_answer: 'fails',
  resolver_answer_differs: 'note',
  answers_intercepted: 'note',
  alias_loop: 'fails',
  parent_unreachable: 'inconclusive',
  delegation_missing: 'fails',
  delegation_mismatch: 'note',
  glue_mismatch: 'note',
  name_server_without_address: 'note',
  serial_drift: 'note',
  dnssec_signature_expired: 'fails',
  dnssec_signature_not_yet_valid: 'fails',
  dnssec_signature_missing: 'fails',
  dnssec_signature_invalid: 'fails',
  dnssec_keys_mismatch: 'fails',
  dnssec_denial_invalid: 'fails',
  dnssec_old_keys_cached: 'fails',
  dnssec_signature_expires_soon: 'note',
  authoritative_unreachable: 'fails',
  authoritative_partly_unreachable: 'note',
  authoritative_all_lame: 'fails',
  authoritative_lame: 'note',
  authoritative_error: 'fails',
  authoritative_truncated: 'fails',
  authoritative_no_tcp: 'note',
  authoritative_edns_trouble: 'note',
  connect_timeout: 'fails',
  connect_refused: 'fails',
  connect_reset: 'fails',
  connect_failed: 'fails',
  family_unreachable: 'note',
  banner_missing: 'fails',
  echo_unanswered: 'fails',
  echo_partly_lost: 'degrades',
  prober_unable: 'inconclusive',
  handshake_timeout: 'fails',
  handshake_failed: 'fails',
  handshake_reset: 'fails',
  protocol_not_offered: 'fails',
  certificate_expired: 'fails',
  certificate_not_yet_valid: 'fails',
  certificate_wrong_name: 'fails',
  certificate_untrusted: 'fails',
  certificate_chain_incomplete: 'fails',
  certificate_expires_soon: 'note',
  server_error: 'fails',
  unexpected_status: 'fails',
  prober_refused: 'refused',
  response_timeout: 'fails',
  response_cut_off: 'fails',
  response_malformed: 'fails',
  redirect_broken: 'fails',
  http2_broken: 'fails',
  upgrade_refused: 'fails',
  login_wall: 'refused',
  block_page: 'fails',
  looks_blocked: 'fails',
  leans_on_failing: 'fails',
  flooded_by_retries: 'fails',
  slow: 'degrades',
  content_missing: 'fails',
  content_forbidden: 'fails',
  json_mismatch: 'fails',
  stream_refused: 'fails',
  stream_silent: 'fails',
  stream_malformed: 'fails',
  not_serving: 'fails',
  last_known_good_answers: 'note',
  last_known_good_silent: 'note',
} as const satisfies Record<FindingCode, Weight>

/** What some servers do is no failure while others answer. */
const servedByOthers = new Set<FindingCode>(['authoritative_error', 'authoritative_truncated'])

/** What one look says of its target, all findings together. */
export type Outcome = 'ok' | 'failed' | 'degraded' | 'refused' | 'inconclusive'

/** The weight of one finding by itself; one that holds of some of those asked only is a note. */
export function weightOf({ code, args }: Finding): Weight {
  const { failed, asked, answered } = args
  if (typeof failed === 'number' && typeof asked === 'number' && failed < asked) return 'note'
  if (servedByOthers.has(code) && typeof answered === 'number' && answered > 0) return 'note'
  return findingWeights[code]
}

/** A failure outweighs all else; a refusal outweighs slowness, for a page that refuses shows nothing. */
export function outcomeOf(findings: readonly Finding[]): Outcome {
  if (findings.length === 0) return 'ok'
  const weights = new Set(findings.map(weightOf))
  if (weights.has('fails') || failTogether(findings)) return 'failed'
  if (weights.has('refused')) return 'refused'
  if (weights.has('inconclusive')) return 'inconclusive'
  return weights.has('degrades') ? 'degraded' : 'ok'
}

/** All resolvers fail, if each in its own way: one times out, another answers SERVFAIL. */
function failTogether(findings: readonly Finding[]): boolean {
  const partial = findings.filter(
    ({ code, args }) => code.startsWith('resolver_') && typeof args['failed'] === 'number',
  )
  const failed = partial.reduce((sum, { args }) => sum + Number(args['failed']), 0)
  return partial.length > 1 && failed >= Number(partial[0]?.args['asked'])
}
