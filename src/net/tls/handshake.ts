import type { Socket } from 'node:net'
import {
  connect as connectTls,
  createSecureContext,
  type PeerCertificate,
  type SecureContext,
  type TLSSocket,
} from 'node:tls'
import type { Failure } from '../../model/failure.ts'
import type { Certificate } from '../../model/observation.ts'
import { familyOf } from '../address.ts'
import { abortFailure, failureOf } from '../failure.ts'

export interface Handshake {
  /** There although the certificate may be bad: `failure` says so. */
  socket?: TLSSocket
  /** What ALPN chose: `h2`, `http/1.1`, or nothing. */
  protocol?: string
  /** TLS version, such as `TLSv1.3`. */
  version?: string
  certificate?: Certificate
  /** True where the certificate's issuer is neither among what the server sent nor in the store. */
  issuerMissing?: true
  /** True where the server says that it speaks none of the protocols offered (RFC 7301 §3.2). */
  noProtocol?: true
  failure?: Failure
}

export interface HandshakeOptions {
  readonly signal: AbortSignal
  /** What to offer by ALPN (RFC 7301), preferred first. */
  readonly protocols?: readonly string[]
}

// One context for all looks: making one each time costs a third of a handshake. No session is kept in it.
let context: SecureContext | undefined

/**
 * A full TLS handshake on a connected socket, with SNI, without session resumption (RFC 8446 §2.2): each
 * look sees what a new visitor sees. The chain and the name are checked against the process's CAs; a bad
 * certificate is a failure in the result and the socket stays open.
 */
export function handshake(
  socket: Socket,
  host: string,
  { signal, protocols = [] }: HandshakeOptions,
): Promise<Handshake> {
  context ??= createSecureContext()
  const secureContext = context
  if (signal.aborted) return Promise.resolve({ failure: abortFailure(signal) })
  return new Promise(resolve => {
    const secure = connectTls({
      socket,
      host,
      secureContext,
      rejectUnauthorized: false,
      ...(familyOf(host) === undefined ? { servername: host } : {}),
      ...(protocols.length === 0 ? {} : { ALPNProtocols: [...protocols] }),
    })
    const end = (result: Handshake) => {
      signal.removeEventListener('abort', giveUp)
      secure.removeListener('secureConnect', succeed)
      secure.removeListener('error', fail)
      secure.removeListener('close', cutOff)
      secure.on('error', () => {})
      if (result.socket === undefined) secure.destroy()
      resolve(result)
    }
    const succeed = () => end(seen(secure))
    const fail = (error: Error) => end(broken(error))
    const cutOff = () => end({ failure: 'eof_error' })
    const giveUp = () => end({ failure: abortFailure(signal) })
    secure.once('secureConnect', succeed)
    secure.once('error', fail)
    secure.once('close', cutOff)
    signal.addEventListener('abort', giveUp, { once: true })
  })
}

function seen(socket: TLSSocket): Handshake {
  const peer = socket.getPeerCertificate(true)
  const certificate = certificateOf(peer)
  const { alpnProtocol, authorizationError } = socket
  const version = socket.getProtocol()
  return {
    socket,
    ...(typeof alpnProtocol === 'string' ? { protocol: alpnProtocol } : {}),
    ...(version === null ? {} : { version }),
    ...(certificate === undefined ? {} : { certificate }),
    ...(certificate !== undefined && peer.issuerCertificate === undefined ? { issuerMissing: true } : {}),
    ...(authorizationError ? { failure: certificateFailure(authorizationError) } : {}),
  }
}

/** Node gives the check's result as an error, or as OpenSSL's name alone. */
function certificateFailure(error: Error | string): Failure {
  return typeof error === 'string' ? failureOf({ code: error }) : failureOf(error)
}

/** What is neither a closed connection nor a silence is the handshake's own failure. */
function broken(error: Error & { code?: string; syscall?: string }): Handshake {
  if (error.code === 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL')
    return { failure: 'ssl_failed_handshake', noProtocol: true }
  // Node calls an orderly close amid the handshake a reset too; only the kernel's comes with a system call.
  if (error.code === 'ECONNRESET' && error.syscall === undefined) return { failure: 'eof_error' }
  const failure = failureOf(error)
  return { failure: failure.startsWith('unknown_failure') ? 'ssl_failed_handshake' : failure }
}

function certificateOf(peer: PeerCertificate): Certificate | undefined {
  if (!peer.fingerprint256) return undefined
  return {
    fingerprint: peer.fingerprint256.replaceAll(':', '').toLowerCase(),
    issuer: organisation(peer.issuer),
    subject: organisation(peer.subject),
    names: (peer.subjectaltname ?? '')
      .split(', ')
      .filter(name => name.startsWith('DNS:'))
      .map(name => name.slice(4)),
    notAfter: Date.parse(peer.valid_to),
  }
}

function organisation(name: PeerCertificate['subject']): string {
  return [name?.O ?? name?.CN ?? ''].flat()[0] ?? ''
}
