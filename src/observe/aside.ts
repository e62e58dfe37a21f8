import { type Finding, finding } from '../model/finding.ts'
import { hostPort } from '../net/address.ts'
import { connect } from '../net/tcp/connect.ts'
import type { Trace } from '../net/trace.ts'
import type { ProbeContext } from './probe.ts'
import type { ReachDetail } from './reach.ts'

/** How far the last addresses that were known good could be followed while the name was dead. Plain JSON. */
export interface Aside {
  readonly addresses: readonly string[]
  readonly reached: 'nothing' | 'echo' | 'tcp' | 'tls' | 'http'
  /** Of the HTTP answer, where it came to that. */
  readonly status?: number
}

/**
 * While a name is dead: whether the servers behind it still stand, at one of the last addresses that were
 * known good (another one with each attempt).
 * @param follow how far to go from that address
 * @returns undefined where the name is not dead, or no address is known
 */
export async function lookAside(
  { host, unresolved }: ReachDetail,
  context: ProbeContext,
  follow: (address: string) => Promise<Omit<Aside, 'addresses'>>,
): Promise<Aside | undefined> {
  if (unresolved === undefined) return undefined
  const addresses = context.lastKnownGood.addresses(host)
  const address = addresses[context.attempt % Math.max(1, addresses.length)]
  return address === undefined ? undefined : { addresses, ...(await follow(address)) }
}

/** Follows an address as far as a connection. */
export function asideByTcp(port: number, { signal, publicOnly }: ProbeContext, trace: Trace) {
  return async (address: string): Promise<Omit<Aside, 'addresses'>> => {
    const { socket } = await trace
      .aside()
      .step('tcp', 'connect', hostPort(address, port), () => connect(address, port, { signal, publicOnly }))
    socket?.destroy()
    return { reached: socket === undefined ? 'nothing' : 'tcp' }
  }
}

/** Pure: what the look beside the path says. */
export function readAside(aside: Aside | undefined): Finding[] {
  if (aside === undefined) return []
  const { reached, status } = aside
  const addresses = [...aside.addresses]
  if (reached === 'nothing') return [finding('last_known_good_silent', { addresses })]
  return [
    finding('last_known_good_answers', { addresses, reached, ...(status === undefined ? {} : { status }) }),
  ]
}
