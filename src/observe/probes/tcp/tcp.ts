import { z } from 'zod'
import { type Finding, finding } from '../../../model/finding.ts'
import type { Step } from '../../../model/observation.ts'
import { AddressFamily } from '../../../model/vantage-point.ts'
import { familyOf, hostPort, parseHostPort } from '../../../net/address.ts'
import { readBanner } from '../../../net/tcp/banner.ts'
import { startTrace } from '../../../net/trace.ts'
import { type Aside, asideByTcp, lookAside, readAside } from '../../aside.ts'
import { defineProbe } from '../../probe.ts'
import { type ReachDetail, reach, readReach } from '../../reach.ts'
import { Port } from '../../written-place.ts'

/** Where to connect: `host:port`, or `{ host, port, family, banner }`. */
export const TcpTarget = z.preprocess(
  value => (typeof value === 'string' ? (parseHostPort(value) ?? value) : value),
  z.strictObject(
    {
      host: z.string().min(1),
      port: Port,
      family: AddressFamily.optional(),
      /** What the server must say by itself, as a part of its first line. */
      banner: z.string().min(1).optional(),
    },
    {
      error: issue =>
        issue.code === 'invalid_type' ? 'host:port is needed, or { host, port, … }' : undefined,
    },
  ),
)
export type TcpTarget = z.infer<typeof TcpTarget>

export interface TcpDetail {
  readonly steps: Step[]
  readonly reach: ReachDetail
  readonly banner?: string
  readonly aside?: Aside
}

export const tcpProbe = defineProbe<TcpTarget, TcpDetail>({
  kind: 'tcp',
  summary: 'Connects to a port, and reads the banner where one is expected.',
  target: TcpTarget,
  key: ({ host, port, family, banner }) =>
    `${hostPort(host, port)}${family === undefined ? '' : `/ipv${family}`}${banner === undefined ? '' : `=${banner}`}`,
  hosts: ({ host }) => (familyOf(host) === undefined ? [host] : []),

  async run(target, context) {
    const trace = startTrace(context.clock)
    const { socket, detail } = await reach(target, context, trace)
    if (socket === undefined) {
      const aside = await lookAside(detail, context, asideByTcp(target.port, context, trace))
      return { steps: trace.steps, reach: detail, ...(aside === undefined ? {} : { aside }) }
    }
    context.lastKnownGood.remember(target.host, detail.addresses)
    if (target.banner === undefined) {
      socket.destroy()
      return { steps: trace.steps, reach: detail }
    }
    const { text } = await trace.step('content', 'banner', hostPort(target.host, target.port), () =>
      readBanner(socket, context.signal),
    )
    socket.destroy()
    return { steps: trace.steps, reach: detail, banner: text }
  },

  read({ steps, reach: reached, banner, aside }, target) {
    const findings = [...readReach(reached), ...readExpectedBanner(banner, target), ...readAside(aside)]
    return {
      steps,
      findings,
      ...(reached.addresses.length > 0 ? { seen: { addresses: reached.addresses } } : {}),
    }
  },
})

function readExpectedBanner(said: string | undefined, { banner }: TcpTarget): Finding[] {
  if (banner === undefined || said === undefined || said.includes(banner)) return []
  return [finding('banner_missing', { expected: banner, got: said })]
}
