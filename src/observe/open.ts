import type { Socket } from 'node:net'
import type { Finding } from '../model/finding.ts'
import type { Seen } from '../model/observation.ts'
import { handshake } from '../net/tls/handshake.ts'
import type { Trace } from '../net/trace.ts'
import { type Aside, asideByTcp, lookAside, readAside } from './aside.ts'
import type { ProbeContext } from './probe.ts'
import { type Place, type ReachDetail, reach, readReach } from './reach.ts'
import { readTls, type TlsDetail, tlsDetail } from './read-tls.ts'

/** How a conversation was opened, up to its first byte. Plain JSON. */
export interface OpenDetail {
  /** When the look began, milliseconds since the epoch. */
  readonly at: number
  readonly reach: ReachDetail
  readonly tls?: TlsDetail
  readonly aside?: Aside
}

export interface OpenOptions extends Place {
  /** Whether to shake hands before anything is said. */
  readonly tls: boolean
  /** The name to ask for and to find in the certificate, where it is not the host. */
  readonly name?: string | undefined
  /** Protocols of which the server must agree on one by ALPN. */
  readonly protocols?: readonly string[]
  /** Protocols to offer by ALPN where none need be agreed on. */
  readonly offers?: readonly string[]
}

/**
 * Opens a connection to say something on it: finds the host, connects, and shakes hands where asked. No
 * channel where one of these fails, the certificate is bad or no protocol is agreed on. While the name is
 * dead, looks at its last known good address. The caller destroys the channel.
 */
export async function open(
  options: OpenOptions,
  context: ProbeContext,
  trace: Trace,
): Promise<{ channel?: Socket; detail: OpenDetail }> {
  const at = context.clock.now()
  const { socket, detail: reached } = await reach(options, context, trace)
  if (socket === undefined) {
    const aside = await lookAside(reached, context, asideByTcp(options.port, context, trace))
    return { detail: { at, reach: reached, ...(aside === undefined ? {} : { aside }) } }
  }
  if (!options.tls) {
    context.lastKnownGood.remember(options.host, reached.addresses)
    return { channel: socket, detail: { at, reach: reached } }
  }
  const { channel, tls } = await secure(socket, options, context, trace)
  if (channel === undefined) socket.destroy()
  else context.lastKnownGood.remember(options.host, reached.addresses)
  return { ...(channel === undefined ? {} : { channel }), detail: { at, reach: reached, tls } }
}

/**
 * Shakes hands on a connected socket, at once or after what was said in plain (STARTTLS). No channel where
 * that fails, or no protocol is agreed on; the caller destroys the socket.
 */
export async function secure(
  socket: Socket,
  {
    host,
    name = host,
    protocols = [],
    offers = protocols,
  }: Pick<OpenOptions, 'host' | 'name' | 'protocols' | 'offers'>,
  { signal }: ProbeContext,
  trace: Trace,
): Promise<{ channel?: Socket; tls: TlsDetail }> {
  const shaken = await trace.step('tls', 'handshake', name, () =>
    handshake(socket, name, { signal, protocols: offers }),
  )
  const tls = tlsDetail(shaken)
  const agreed = protocols.length === 0 || protocols.includes(shaken.protocol ?? '')
  if (shaken.failure === undefined && shaken.socket !== undefined && agreed)
    return { channel: shaken.socket, tls }
  shaken.socket?.destroy()
  return { tls }
}

/** Pure: what stood in the way of the conversation, or soon will. */
export function readOpen(
  { at, reach: reached, tls, aside }: OpenDetail,
  { host, name = host, protocols = [] }: Pick<OpenOptions, 'host' | 'name' | 'protocols'>,
): Finding[] {
  return [
    ...readReach(reached),
    ...(tls === undefined ? [] : readTls(tls, name, at, protocols)),
    ...readAside(aside),
  ]
}

/** Pure: what the look stood on. */
export function seenOpening({ reach: { addresses }, tls }: OpenDetail): Seen {
  const certificate = tls?.certificate
  return { addresses, ...(certificate === undefined ? {} : { certificate }) }
}
