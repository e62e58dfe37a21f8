import type { Finding } from '../../../model/finding.ts'
import type { Seen, Step } from '../../../model/observation.ts'
import { parseEndpoint } from '../../../net/dns/endpoint.ts'
import type { Reading } from '../../probe.ts'
import { cutSteps, readAliases, readCut } from '../../read-cut.ts'
import { readCaches } from './read-caches.ts'
import { readResolvers } from './read-resolvers.ts'
import { readValues } from './read-values.ts'
import type { DnsDetail } from './run.ts'
import type { DnsTarget } from './target.ts'
import { unexpected } from './unexpected.ts'

/** Reads a look: what the resolvers say, then each zone from the root down. */
export function readDns(detail: DnsDetail, target: DnsTarget): Reading {
  const seen = readSeen(detail, target)
  return {
    steps: [...resolverSteps(detail), ...detail.walk.cuts.flatMap(cutSteps)],
    findings: readFindings(detail, target),
    ...(seen === undefined ? {} : { seen }),
  }
}

function readFindings(detail: DnsDetail, target: DnsTarget): Finding[] {
  const authority = detail.walk.cuts.flatMap(readCut)
  return [
    ...readResolvers(detail, target),
    ...authority,
    ...readAliases(target.name, detail.walk),
    ...readCaches(detail, authority),
    ...readValues(detail, target),
    ...unexpected(detail, target),
  ]
}

function resolverSteps({ resolvers }: DnsDetail): Step[] {
  return resolvers.map(({ resolver, at, ms, failure }) => ({
    layer: 'dns',
    op: 'resolve',
    with: resolver,
    at,
    ms,
    ...(failure === undefined ? {} : { failure }),
  }))
}

function readSeen({ resolvers, walk }: DnsDetail, target: DnsTarget): Seen | undefined {
  // A resolver stands where it stands, wherever the name leads that it is asked for.
  if (target.resolvers !== undefined)
    return { addresses: resolvers.flatMap(({ resolver }) => parseEndpoint(resolver)?.address ?? []) }
  const own = walk.cuts.find(({ name, outcome }) => name === target.name && outcome !== 'referral')
  const isAddress = target.type === 'A' || target.type === 'AAAA'
  const values = [...resolvers.flatMap(look => look.values), ...walk.values]
  const addresses = isAddress ? [...new Set(values)].sort() : []
  if (own === undefined && addresses.length === 0) return undefined
  return {
    ...(addresses.length === 0 ? {} : { addresses }),
    ...(walk.aliases.length === 0 ? {} : { aliases: walk.aliases }),
    ...(own === undefined || own.zone === '.' ? {} : { zone: own.zone, nameServers: own.nameServers }),
  }
}
