import type { Failure } from '../model/failure.ts'
import { type Finding, finding } from '../model/finding.ts'
import type { Certificate } from '../model/observation.ts'
import type { Handshake } from '../net/tls/handshake.ts'

/** A handshake's result without its socket. Plain JSON. */
export type TlsDetail = Omit<Handshake, 'socket'>

const day = 86_400_000

/** Days before a certificate's end at which it is told of, each more pressing than the last. */
const warnings = [1, 7, 14, 30]

export function tlsDetail({ socket: _, ...detail }: Handshake): TlsDetail {
  return detail
}

/**
 * Pure: what was wrong with a handshake, and what soon will be.
 * @param at when it was made
 * @param wanted protocols of which the server must agree on one by ALPN; none: whatever it says will do
 */
export function readTls(tls: TlsDetail, host: string, at: number, wanted: readonly string[] = []): Finding[] {
  const { failure, certificate, protocol = '', noProtocol } = tls
  const notOffered = () => finding('protocol_not_offered', { host, wanted: [...wanted] })
  if (noProtocol) return [notOffered()]
  if (failure !== undefined) return [readFailure(failure, host, tls)]
  const disagreed = wanted.length > 0 && !wanted.includes(protocol) ? [notOffered()] : []
  return certificate === undefined ? disagreed : [...disagreed, ...readEnd(certificate, host, at)]
}

function readEnd({ notAfter }: Certificate, host: string, at: number): Finding[] {
  const days = Math.floor((notAfter - at) / day)
  const within = warnings.find(warning => days < warning)
  return within === undefined ? [] : [finding('certificate_expires_soon', { host, days, within, notAfter })]
}

function readFailure(failure: Failure, host: string, { certificate, issuerMissing }: TlsDetail): Finding {
  const { notAfter = 0, issuer = '', names = [] } = certificate ?? {}
  switch (failure) {
    case 'ssl_certificate_expired':
      return finding('certificate_expired', { host, notAfter })
    case 'ssl_certificate_not_yet_valid':
      return finding('certificate_not_yet_valid', { host })
    case 'ssl_invalid_hostname':
      return finding('certificate_wrong_name', { host, names })
    case 'ssl_unknown_authority':
      return finding(issuerMissing ? 'certificate_chain_incomplete' : 'certificate_untrusted', {
        host,
        issuer,
      })
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
