import type { Failure } from '../model/failure.ts'

const byCode: Readonly<Record<string, Failure>> = {
  ECONNREFUSED: 'connection_refused',
  ECONNRESET: 'connection_reset',
  EPIPE: 'connection_reset',
  ECONNABORTED: 'connection_aborted',
  ETIMEDOUT: 'generic_timeout_error',
  EHOSTUNREACH: 'host_unreachable',
  ENETUNREACH: 'network_unreachable',
  EADDRNOTAVAIL: 'network_unreachable',
  ENETDOWN: 'network_down',
  EAFNOSUPPORT: 'address_family_not_supported',
  // X.509, by OpenSSL's names as Node gives them
  CERT_HAS_EXPIRED: 'ssl_certificate_expired',
  CERT_NOT_YET_VALID: 'ssl_certificate_not_yet_valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'ssl_invalid_hostname',
  HOSTNAME_MISMATCH: 'ssl_invalid_hostname',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'ssl_unknown_authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'ssl_unknown_authority',
  UNABLE_TO_GET_ISSUER_CERT: 'ssl_unknown_authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'ssl_unknown_authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'ssl_unknown_authority',
  CERT_UNTRUSTED: 'ssl_unknown_authority',
  CERT_REVOKED: 'ssl_invalid_certificate',
  CERT_REJECTED: 'ssl_invalid_certificate',
  CERT_SIGNATURE_FAILURE: 'ssl_invalid_certificate',
  INVALID_CA: 'ssl_invalid_certificate',
  INVALID_PURPOSE: 'ssl_invalid_certificate',
  CERT_CHAIN_TOO_LONG: 'ssl_invalid_certificate',
  ERR_HTTP2_ERROR: 'http2_protocol_error',
  ERR_HTTP2_SESSION_ERROR: 'http2_protocol_error',
  ERR_HTTP2_STREAM_ERROR: 'http2_protocol_error',
  ERR_HTTP2_GOAWAY_SESSION: 'http2_protocol_error',
}

/**
 * Names what went wrong in a network operation, from the closed list of src/model/failure.ts.
 * What the list has no name for is kept by its code, or by its message scrubbed of addresses.
 */
export function failureOf(error: unknown): Failure {
  const { code, message, name } = Object(error) as { code?: unknown; message?: unknown; name?: unknown }
  if (name === 'TimeoutError') return 'generic_timeout_error'
  if (name === 'AbortError') return 'interrupted'
  if (typeof code === 'string') {
    const known = byCode[code]
    if (known !== undefined) return known
    if (code.startsWith('ERR_SSL_')) return 'ssl_failed_handshake'
    if (code.startsWith('HPE_'))
      return code === 'HPE_INVALID_EOF_STATE' ? 'eof_error' : 'http_malformed_response'
    if (code.startsWith('ERR_HTTP2_')) return 'http2_protocol_error'
    return `unknown_failure: ${code.toLowerCase()}`
  }
  return `unknown_failure: ${scrubbed(String(message ?? error))}`
}

/** Why a look was given up: its time was over, or the observer is stopping. */
export function abortFailure(signal: AbortSignal): Failure {
  return failureOf(signal.reason)
}

function scrubbed(message: string): string {
  return message
    .replaceAll(/\[?[0-9a-f]*:[0-9a-f:.]+\]?(:\d+)?|\d+\.\d+\.\d+\.\d+(:\d+)?/gi, '[scrubbed]')
    .slice(0, 200)
}
