import type { Failure } from '../../model/failure.ts'

const byErrno: Readonly<Record<string, Failure>> = {
  ECONNREFUSED: 'connection_refused',
  ECONNRESET: 'connection_reset',
  EPIPE: 'connection_reset',
  ENETUNREACH: 'network_unreachable',
  EHOSTUNREACH: 'host_unreachable',
  ENETDOWN: 'network_down',
  EAFNOSUPPORT: 'address_family_not_supported',
  EADDRNOTAVAIL: 'network_unreachable',
  ETIMEDOUT: 'dns_timeout_error',
}

/** Names a socket's error. An unknown one is kept by its errno, never by its message, which holds addresses. */
export function socketFailure(error: Error): Failure {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'no_errno'
  return byErrno[code] ?? `unknown_failure: ${code.toLowerCase()}`
}

/** Names what a reply's response code (RFC 1035 §4.1.1, RFC 6895) says; undefined for NOERROR. */
export function rcodeFailure(rcode: string): Failure | undefined {
  if (rcode === 'NOERROR') return undefined
  if (rcode === 'NXDOMAIN') return 'dns_nxdomain_error'
  if (rcode === 'SERVFAIL') return 'dns_servfail_error'
  if (rcode === 'REFUSED') return 'dns_refused_error'
  return 'dns_server_misbehaving'
}
