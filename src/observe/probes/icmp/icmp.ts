import { familyOf } from '../../../net/address.ts'
import { keyOptions } from '../../key-options.ts'
import { defineProbe } from '../../probe.ts'
import { readIcmp } from './read.ts'
import { type IcmpDetail, runIcmp } from './run.ts'
import { IcmpTarget } from './target.ts'

const usualCount = IcmpTarget.parse({ host: 'any' }).count

export const icmpProbe = defineProbe<IcmpTarget, IcmpDetail>({
  kind: 'icmp',
  summary: 'Sends a few echo requests (ping) and counts those that are answered.',
  target: IcmpTarget,
  key: ({ host, count, family }) =>
    `${host}${keyOptions({ count: count === usualCount ? undefined : count, family })}`,
  hosts: ({ host }) => (familyOf(host) === undefined ? [host] : []),
  run: runIcmp,
  read: readIcmp,
})
