import { defineProbe, type ProbeKind } from '../../probe.ts'
import { readDns } from './read.ts'
import { type DnsDetail, runDns } from './run.ts'
import { DnsTarget } from './target.ts'

/** The kind `dns` for name servers that listen on `port`. */
export function createDnsProbe(port: number): ProbeKind<DnsTarget, DnsDetail> {
  return defineProbe({
    kind: 'dns',
    summary:
      'Resolves a name by every resolver, and asks every authoritative server by the delegation; or looks at resolvers.',
    target: DnsTarget,
    key: ({ name, type, expect = [], resolvers = [] }) =>
      `${name}${resolvers.length === 0 ? '' : `@${resolvers.join(',')}`}${type === 'A' ? '' : `/${type}`}${expect.length === 0 ? '' : `=${expect.join(',')}`}`,
    // A name's own look is its foundation already, and a resolver has none in the names that it is asked for.
    hosts: () => [],
    run: (target, context) => runDns(target, context, port),
    read: readDns,
  })
}

export const dnsProbe = createDnsProbe(53)
