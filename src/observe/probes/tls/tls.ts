import { z } from 'zod'
import type { Step } from '../../../model/observation.ts'
import { AddressFamily } from '../../../model/vantage-point.ts'
import { familyOf, hostPort, parseHostPort } from '../../../net/address.ts'
import { handshake } from '../../../net/tls/handshake.ts'
import { startTrace } from '../../../net/trace.ts'
import { type Aside, asideByTcp, lookAside, readAside } from '../../aside.ts'
import { defineProbe } from '../../probe.ts'
import { type ReachDetail, reach, readReach } from '../../reach.ts'
import { readTls, type TlsDetail, tlsDetail } from '../../read-tls.ts'

const httpsPort = 443

/** Where to shake hands: `host`, `host:port`, or `{ host, port, family, name }`. */
export const TlsTarget = z.preprocess(
  value => (typeof value === 'string' ? (parseHostPort(value) ?? { host: value }) : value),
  z.strictObject(
    {
      host: z.string().min(1),
      port: z.number().int().min(1).max(65_535).default(httpsPort),
      family: AddressFamily.optional(),
      /** The name to ask for (SNI) and to find in the certificate, where it is not the host. */
      name: z.string().min(1).optional(),
    },
    {
      error: issue =>
        issue.code === 'invalid_type' ? 'a host or host:port is needed, or { host, port, … }' : undefined,
    },
  ),
)
export type TlsTarget = z.infer<typeof TlsTarget>

export interface TlsProbeDetail {
  readonly at: number
  readonly steps: Step[]
  readonly reach: ReachDetail
  readonly tls?: TlsDetail
  readonly aside?: Aside
}

export const tlsProbe = defineProbe<TlsTarget, TlsProbeDetail>({
  kind: 'tls',
  summary: 'Shakes hands and checks the certificate: chain, name, dates.',
  target: TlsTarget,
  key: ({ host, port, family, name }) =>
    `${hostPort(host, port)}${family === undefined ? '' : `/ipv${family}`}${name === undefined ? '' : `=${name}`}`,
  hosts: ({ host }) => (familyOf(host) === undefined ? [host] : []),

  async run(target, context) {
    const at = context.clock.now()
    const trace = startTrace(context.clock)
    const { socket, detail } = await reach(target, context, trace)
    if (socket === undefined) {
      const aside = await lookAside(detail, context, asideByTcp(target.port, context, trace))
      return { at, steps: trace.steps, reach: detail, ...(aside === undefined ? {} : { aside }) }
    }
    const shaken = await trace.step('tls', 'handshake', target.name ?? target.host, () =>
      handshake(socket, target.name ?? target.host, { signal: context.signal }),
    )
    shaken.socket?.destroy()
    socket.destroy()
    if (shaken.failure === undefined) context.lastKnownGood.remember(target.host, detail.addresses)
    return { at, steps: trace.steps, reach: detail, tls: tlsDetail(shaken) }
  },

  read({ at, steps, reach: reached, tls, aside }, target) {
    const findings = [
      ...readReach(reached),
      ...(tls === undefined ? [] : readTls(tls, target.name ?? target.host, at)),
      ...readAside(aside),
    ]
    const certificate = tls?.certificate
    return {
      steps,
      findings,
      seen: { addresses: reached.addresses, ...(certificate === undefined ? {} : { certificate }) },
    }
  },
})
