import { z } from 'zod'
import type { Step } from '../../../model/observation.ts'
import { AddressFamily } from '../../../model/vantage-point.ts'
import { familyOf, hostPort, parseHostPort } from '../../../net/address.ts'
import { startTrace } from '../../../net/trace.ts'
import { keyOptions } from '../../key-options.ts'
import { type OpenDetail, open, readOpen, seenOpening } from '../../open.ts'
import { defineProbe } from '../../probe.ts'
import { Alpn, Port } from '../../written-place.ts'

const httpsPort = 443

/** Where to shake hands: `host`, `host:port`, or `{ host, port, family, name, alpn }`. */
export const TlsTarget = z.preprocess(
  value => (typeof value === 'string' ? (parseHostPort(value) ?? { host: value }) : value),
  z.strictObject(
    {
      host: z.string().min(1),
      port: Port.default(httpsPort),
      family: AddressFamily.optional(),
      /** The name to ask for (SNI) and to find in the certificate, where it is not the host. */
      name: z.string().min(1).optional(),
      /** A protocol, or several, of which the server must agree on one by ALPN (RFC 7301): `h2`. */
      alpn: Alpn.optional(),
    },
    {
      error: issue =>
        issue.code === 'invalid_type' ? 'a host or host:port is needed, or { host, port, … }' : undefined,
    },
  ),
)
export type TlsTarget = z.infer<typeof TlsTarget>

export interface TlsProbeDetail extends OpenDetail {
  readonly steps: Step[]
}

export const tlsProbe = defineProbe<TlsTarget, TlsProbeDetail>({
  kind: 'tls',
  summary: 'Shakes hands and checks the certificate (chain, name, dates) and the protocol agreed on.',
  target: TlsTarget,
  key: ({ host, port, family, name, alpn }) =>
    `${hostPort(host, port)}${family === undefined ? '' : `/ipv${family}`}${name === undefined ? '' : `=${name}`}${keyOptions({ alpn })}`,
  hosts: ({ host }) => (familyOf(host) === undefined ? [host] : []),

  async run(target, context) {
    const trace = startTrace(context.clock)
    const { channel, detail } = await open(optionsOf(target), context, trace)
    channel?.destroy()
    return { ...detail, steps: trace.steps }
  },

  read: (detail, target) => ({
    steps: detail.steps,
    findings: readOpen(detail, optionsOf(target)),
    seen: seenOpening(detail),
  }),
})

function optionsOf({ alpn = [], ...place }: TlsTarget) {
  return { ...place, tls: true, protocols: alpn }
}
