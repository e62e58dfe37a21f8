import { z } from 'zod'
import type { Layer } from './layer.ts'

/**
 * Why one network operation failed: a closed list, by layer. The names are those of OONI's
 * df-007-errors where it has one; those below the line in each group are ours.
 */
export const failuresByLayer = {
  route: ['network_unreachable', 'host_unreachable', 'network_down'],
  dns: [
    'dns_nxdomain_error',
    'dns_no_answer',
    'dns_refused_error',
    'dns_servfail_error',
    'dns_server_misbehaving',
    'dns_reply_with_wrong_query_id',
    'dns_bogon_error',
    // ours
    'dns_not_authoritative',
    'dns_timeout_error',
    'dns_truncated',
    'dns_malformed_reply',
  ],
  tcp: [
    'connection_refused',
    'connection_reset',
    'connection_aborted',
    'generic_timeout_error',
    'address_family_not_supported',
  ],
  tls: [
    'ssl_failed_handshake',
    'ssl_invalid_hostname',
    'ssl_unknown_authority',
    'ssl_invalid_certificate',
    // ours: OONI folds these into ssl_invalid_certificate
    'ssl_certificate_expired',
    'ssl_certificate_not_yet_valid',
  ],
  http: [
    'eof_error',
    'http_request_failed',
    'http_invalid_redirect_location_host',
    // ours
    'http_too_many_redirects',
    'http_malformed_response',
    'http2_protocol_error',
    'http_1_1_required',
    'http_body_too_long',
  ],
  content: ['json_parse_error'],
} as const satisfies Record<Layer, readonly string[]>

const names = [...Object.values(failuresByLayer).flat(), 'interrupted' as const]

/** `unknown_failure: …` keeps, scrubbed of addresses, what the list has no name for. */
export const Failure = z.union([z.enum(names), z.string().startsWith('unknown_failure: ')])
export type Failure = (typeof failuresByLayer)[Layer][number] | 'interrupted' | `unknown_failure: ${string}`
