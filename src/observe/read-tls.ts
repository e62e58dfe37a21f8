import type { Failure } from '../model/failure.ts'
import { type Finding, finding } from '../model/finding.ts'
import type { Certificate } from '../model/observation.ts'
import type { Handshake } from '../net/tls/handshake.ts'

/** A handshake's result without its socket. Plain JSON. */
export type TlsDetail = Omit<Handshake, 'socket'>

const day = 86_400_000
const soonDays = 14

export function tlsDetail({ socket: _, ...detail }: Handshake): TlsDetail {
  return detail
}

/** Pure: what was wrong with a handshake, and what soon will be. @param at when it was made */
export function readTls({ failure, certificate }: TlsDetail, host: string, at: number): Finding[] {
  if (failure !== undefined) return [readFailure(failure, host, certificate)]
  if (certificate === undefined) return []
  const days = Math.floor((certificate.notAfter - at) / day)
  return days < soonDays
    ? [finding('certificate_expires_soon', { host, days, notAfter: certificate.notAfter })]
    : []
}

function readFailure(failure: Failure, host: string, certificate: Certificate | undefined): Finding {
  const { notAfter = 0, issuer = '', names = [] } = certificate ?? {}
  switch (failure) {
    case 'ssl_certificate_expired':
      return finding('certificate_expired', { host, notAfter })
    case 'ssl_certificate_not_yet_valid':
      return finding('certificate_not_yet_valid', { host })
    case 'ssl_invalid_hostname':
      return finding('certificate_wrong_name', { host, names })
    case 'ssl_unknown_authority':
    case 'ssl_invalid_certificate':
      return finding('certificate_untrusted', { host, issuer })
    case 'generic_timeout_error':
      return finding('handshake_timeout', { host })
    case 'connection_reset':
      return finding('handshake_reset', { host })
    default:
      return finding('handshake_failed', { host, failure })
  }
}
