import { type Finding, finding } from '../../../model/finding.ts'
import { unable } from '../../../net/icmp/ping.ts'
import { readAside } from '../../aside.ts'
import type { Reading } from '../../probe.ts'
import { readReach } from '../../reach.ts'
import type { IcmpDetail, Try } from './run.ts'
import type { IcmpTarget } from './target.ts'

/** Pure. */
export function readIcmp({ steps, aside, ...detail }: IcmpDetail, { host }: IcmpTarget): Reading {
  const { addresses, tries } = detail
  const answered = tries.find(({ received }) => received > 0)
  const reached = {
    ...detail,
    port: 0,
    tries: tries.map(({ address, received, failure = 'generic_timeout_error' }) =>
      received > 0 ? { address } : { address, failure },
    ),
    ...(answered === undefined ? {} : { connected: answered.address }),
  }
  const silent = detail.unresolved === undefined && answered === undefined ? tries.at(-1) : undefined
  return {
    steps,
    findings: [
      ...(silent === undefined ? readReach(reached) : [readSilence(silent, host)]),
      ...(answered === undefined ? [] : readLoss(answered, host)),
      ...readAside(aside),
    ],
    ...(addresses.length > 0 ? { seen: { addresses } } : {}),
  }
}

/** One answer that is missing may be anybody's; from two of five on it is told. */
const fewestLost = 2
const shareLost = 0.3

function readLoss({ address, sent, received }: Try, host: string): Finding[] {
  const lost = sent - received
  const isClear = lost >= fewestLost && lost / sent >= shareLost
  return isClear ? [finding('echo_partly_lost', { host, address, sent, received })] : []
}

function readSilence({ address, sent, failure }: Try, host: string): Finding {
  if (failure !== undefined && unable.includes(failure))
    return finding('prober_unable', { host, tool: 'ping', failure })
  if (failure === 'network_unreachable' || failure === 'host_unreachable')
    return finding('no_route', { host, address, failure })
  if (failure === undefined || failure === 'generic_timeout_error')
    return finding('echo_unanswered', { host, address, sent })
  return finding('connect_failed', { host, address, failure })
}
