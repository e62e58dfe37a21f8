import { learnDelegation } from './learn.ts'
import { isWithin, parentName } from './name.ts'
import type { Trip } from './trip.ts'
import type { Cut } from './walk.ts'
import type { DnsRecord, Reply } from './wire.ts'
import { askAny } from './zone.ts'

/**
 * The zone that a name truly lies in. Servers that serve a zone and its child as well answer for the child at
 * once, without a referral, so that a walk does not notice that it went down; to signatures it matters. Each zone
 * that is found on the way is remembered like a delegation.
 */
export async function ownZone(trip: Trip, cut: Cut): Promise<Cut> {
  let at = cut
  for (const name of namesBelow(cut.zone, cut.name)) {
    const reply = await ask(trip, at, name, 'SOA')
    // Nothing lies below what does not exist (RFC 8020).
    if (reply === undefined || reply.rcode === 'NXDOMAIN') break
    if (reply.answers.some(({ type, name: owner }) => type === 'SOA' && owner === name))
      at = await enter(trip, at, name)
  }
  return at
}

/** `test`, `www.example.test` → `example.test`, `www.example.test` */
function namesBelow(zone: string, name: string): string[] {
  const names: string[] = []
  for (let at = name; at !== zone; at = parentName(at) ?? zone) names.unshift(at)
  return names
}

async function enter(trip: Trip, cut: Cut, zone: string): Promise<Cut> {
  const reply = await ask(trip, cut, zone, 'NS')
  const servers = (reply?.answers ?? []).filter(({ type, name }) => type === 'NS' && name === zone)
  if (reply === undefined || servers.length === 0) return cut
  const isGlue = ({ type, name }: DnsRecord) => (type === 'A' || type === 'AAAA') && isWithin(name, cut.zone)
  const glue = reply.additionals.filter(isGlue)
  const { nameServers } = await learnDelegation(trip, { kind: 'referral', zone, servers, glue })
  return {
    ...cut,
    zone,
    nameServers: nameServers.map(({ host, addresses }) => ({ host, addresses: [...addresses] })),
  }
}

async function ask(
  trip: Trip,
  { nameServers }: Cut,
  name: string,
  type: 'NS' | 'SOA',
): Promise<Reply | undefined> {
  return (await askAny(trip, nameServers, { name, type, recursive: false }))?.reply
}
