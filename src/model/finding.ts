import { z } from 'zod'
import { Layer } from './layer.ts'

/**
 * Everything that a reading of an observation, or the judge, can say: a code and its layer.
 * No prose (that is in locales/) and no severity (that is in judge/policy.ts).
 * To add one: a line here, a weight in the policy, a sentence in each locale; tests hold the three together.
 */
export const findingLayers = {
  // route
  routes_withdrawn: 'route',
  no_route: 'route',
  routes_partly_withdrawn: 'route',
  route_origin_changed: 'route',
  more_specific_announced: 'route',
  // dns: people's resolvers
  resolver_servfail: 'dns',
  resolver_refused: 'dns',
  resolver_timeout: 'dns',
  resolver_misbehaving: 'dns',
  resolver_broken: 'dns',
  // a public resolver that is looked at itself
  resolver_down: 'dns',
  answers_from_caches: 'dns',
  name_nxdomain: 'dns',
  name_nodata: 'dns',
  name_unexpected_answer: 'dns',
  name_bogon_answer: 'dns',
  resolver_answer_differs: 'dns',
  answers_intercepted: 'dns',
  alias_loop: 'dns',
  // dns: the authoritative servers, asked one by one by the delegation
  parent_unreachable: 'dns',
  delegation_missing: 'dns',
  delegation_mismatch: 'dns',
  glue_mismatch: 'dns',
  name_server_without_address: 'dns',
  serial_drift: 'dns',
  dnssec_signature_expired: 'dns',
  dnssec_signature_not_yet_valid: 'dns',
  dnssec_signature_missing: 'dns',
  dnssec_signature_invalid: 'dns',
  dnssec_keys_mismatch: 'dns',
  dnssec_denial_invalid: 'dns',
  dnssec_old_keys_cached: 'dns',
  dnssec_signature_expires_soon: 'dns',
  authoritative_unreachable: 'dns',
  authoritative_partly_unreachable: 'dns',
  authoritative_all_lame: 'dns',
  authoritative_lame: 'dns',
  authoritative_error: 'dns',
  authoritative_truncated: 'dns',
  authoritative_no_tcp: 'dns',
  authoritative_edns_trouble: 'dns',
  // tcp
  connect_timeout: 'tcp',
  connect_refused: 'tcp',
  connect_reset: 'tcp',
  connect_failed: 'tcp',
  family_unreachable: 'tcp',
  banner_missing: 'tcp',
  echo_unanswered: 'tcp',
  echo_partly_lost: 'tcp',
  prober_unable: 'tcp',
  // tls
  handshake_timeout: 'tls',
  handshake_failed: 'tls',
  handshake_reset: 'tls',
  protocol_not_offered: 'tls',
  certificate_expired: 'tls',
  certificate_not_yet_valid: 'tls',
  certificate_wrong_name: 'tls',
  certificate_untrusted: 'tls',
  certificate_chain_incomplete: 'tls',
  certificate_expires_soon: 'tls',
  // http
  server_error: 'http',
  unexpected_status: 'http',
  prober_refused: 'http',
  response_timeout: 'http',
  response_cut_off: 'http',
  response_malformed: 'http',
  redirect_broken: 'http',
  http2_broken: 'http',
  upgrade_refused: 'http',
  login_wall: 'http',
  block_page: 'http',
  looks_blocked: 'http',
  leans_on_failing: 'http',
  flooded_by_retries: 'dns',
  slow: 'http',
  // content
  content_missing: 'content',
  content_forbidden: 'content',
  json_mismatch: 'content',
  stream_refused: 'content',
  stream_silent: 'content',
  stream_malformed: 'content',
  not_serving: 'content',
  // beside the path: the last addresses that were known good, while the name is dead
  last_known_good_answers: 'tcp',
  last_known_good_silent: 'tcp',
} as const satisfies Record<string, Layer>

export type FindingCode = keyof typeof findingLayers
export const FindingCode = z.enum(Object.keys(findingLayers) as [FindingCode, ...FindingCode[]])

/** Arguments are scalars or lists of them, so that every language can put them where its grammar wants. */
export const FindingArgs = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]),
)
export type FindingArgs = z.infer<typeof FindingArgs>

/** One thing that was found: what, on which layer, with which particulars. */
export const Finding = z.object({ code: FindingCode, layer: Layer, args: FindingArgs })
export type Finding = z.infer<typeof Finding>

export function finding(code: FindingCode, args: FindingArgs = {}): Finding {
  return { code, layer: findingLayers[code], args }
}
