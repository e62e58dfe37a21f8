import type { Step } from '../../../model/observation.ts'
import { type Echoes, interval, ping } from '../../../net/icmp/ping.ts'
import { startTrace, type Trace, tenths } from '../../../net/trace.ts'
import { type Aside, lookAside } from '../../aside.ts'
import type { ProbeContext } from '../../probe.ts'
import { find, type ReachDetail } from '../../reach.ts'
import type { IcmpTarget } from './target.ts'

/** One address and what came back from it. */
export interface Try extends Echoes {
  readonly address: string
}

export interface IcmpDetail extends Pick<ReachDetail, 'host' | 'addresses' | 'unresolved' | 'answers'> {
  readonly steps: Step[]
  readonly tries: Try[]
  readonly aside?: Aside
}

/** Addresses that are tried until one answers, and seconds that the last answer may take. */
const mostTries = 2
const mostPatience = 2

export async function runIcmp(target: IcmpTarget, context: ProbeContext): Promise<IcmpDetail> {
  const trace = startTrace(context.clock)
  const { found, usable } = await find(target, context, trace)
  const detail = { ...found, steps: trace.steps, tries: [] }
  if (found.unresolved !== undefined) {
    const unreached = { ...found, port: 0, tries: [] }
    const aside = await lookAside(unreached, context, async address => {
      const { received } = await send(address, target, context, trace.aside())
      return { reached: received === 0 ? 'nothing' : 'echo' }
    })
    return { ...detail, ...(aside === undefined ? {} : { aside }) }
  }
  const tries: Try[] = []
  for (const address of usable.slice(0, mostTries)) {
    const echoes = await send(address, target, context, trace)
    tries.push({ address, ...echoes })
    if (echoes.received > 0) context.lastKnownGood.remember(target.host, found.addresses)
    if (echoes.received > 0 || context.signal.aborted) break
  }
  return { ...detail, tries }
}

/** Sends the requests to one address; each that is answered is a step, those that are not are one together. */
async function send(
  address: string,
  { count }: IcmpTarget,
  { signal, publicOnly, timeout }: ProbeContext,
  trace: Trace,
): Promise<Echoes> {
  const at = trace.elapsed()
  const left = (timeout - at - count * interval) / 1000
  const patience = Math.min(mostPatience, Math.floor(left / mostTries))
  const echoes = await ping(address, { signal, publicOnly, count, patience })
  const step = { layer: 'tcp', op: 'echo', with: address } as const
  for (const [index, ms] of echoes.roundTrips.entries())
    trace.note({ ...step, at: tenths(at + index * interval), ms: tenths(ms) })
  if (echoes.failure !== undefined || echoes.received < echoes.sent) {
    const failure = echoes.failure ?? 'generic_timeout_error'
    trace.note({ ...step, at, ms: tenths(trace.elapsed() - at), failure })
  }
  return echoes
}
