import type { Delegation, NameServerAddresses } from './delegation.ts'
import type { Said } from './said.ts'
import type { Trip } from './trip.ts'
import type { DnsRecord, QuestionType } from './wire.ts'
import { askZone, decide } from './zone.ts'

type Referral = Extract<Said, { kind: 'referral' }>

/**
 * Makes a referral a delegation and remembers it. Servers without glue are looked for by a walk of their
 * own; one that is not found keeps an empty list of addresses.
 */
export async function learnDelegation(trip: Trip, referral: Referral, depth = 0): Promise<Delegation> {
  const { clock, delegations } = trip.options
  const hosts = [...new Set(referral.servers.map(record => record.value))]
  const found: Found[] = []
  const [firstHost, ...otherHosts] = hosts
  // The first one alone: what it learns on its way spares the others the same questions.
  if (firstHost !== undefined) found.push(await findServer(trip, firstHost, referral.glue, depth))
  found.push(...(await Promise.all(otherHosts.map(host => findServer(trip, host, referral.glue, depth)))))
  const ttls = [...referral.servers.map(record => record.ttl), ...found.flatMap(({ ttl }) => ttl ?? [])]
  const learned = clock.now()
  const delegation: Delegation = {
    zone: referral.zone,
    nameServers: found.map(({ host, addresses }) => ({ host, addresses })),
    learned,
    expires: learned + Math.min(...ttls) * 1000,
  }
  delegations.set(delegation.zone, delegation)
  return delegation
}

/** A server's name may itself need servers whose names need…: deeper than this nobody builds. */
const maxDepth = 3
const maxCuts = 12

interface Found extends NameServerAddresses {
  readonly ttl?: number
}

async function findServer(
  trip: Trip,
  host: string,
  glue: readonly DnsRecord[],
  depth: number,
): Promise<Found> {
  const own = glue.filter(record => record.name === host)
  if (own.length > 0) {
    const ttl = Math.min(...own.map(record => record.ttl))
    return { host, addresses: own.map(record => record.value), ttl }
  }
  const addresses: string[] = []
  let ttl: number | undefined
  for (const family of trip.options.families) {
    const said =
      depth < maxDepth ? await findOne(trip, host, family === 4 ? 'A' : 'AAAA', depth + 1) : undefined
    if (said === undefined) continue
    addresses.push(...said.values)
    ttl = Math.min(said.ttl, ttl ?? said.ttl)
  }
  return ttl === undefined ? { host, addresses } : { host, addresses, ttl }
}

/** By a small walk, without aliases, which RFC 2181 §10.3 forbids here. */
async function findOne(trip: Trip, host: string, type: 'A' | 'AAAA', depth: number) {
  const { said } = await smallWalk(trip, host, type, depth)
  return said?.kind === 'answer' && said.aliases.length === 0 ? said : undefined
}

/** The delegation of the deepest zone that holds a name: the remembered one, or as a small walk finds it. */
export async function delegationOf(trip: Trip, name: string): Promise<Delegation> {
  const { delegations, clock, rootServers } = trip.options
  if (name === '.') return rootDelegation(rootServers)
  const known = delegations.get(name, clock.now())
  return known ?? (await smallWalk(trip, name, 'NS', 0)).at
}

/** Follows referrals to whoever has the say over a name, content with the first server of each zone that answers. */
async function smallWalk(trip: Trip, name: string, type: QuestionType, depth: number) {
  const { delegations, clock, rootServers } = trip.options
  let at: Delegation = delegations.closest(name, clock.now()) ?? rootDelegation(rootServers)
  let said: Said | undefined
  for (let cut = 0; cut < maxCuts; cut++) {
    said = decide(await askZone(trip, { delegation: at, name, type, whom: 'one' }))
    if (said?.kind !== 'referral') break
    at = await learnDelegation(trip, said, depth)
  }
  return { at, said }
}

/** The root, that nobody delegates. */
export function rootDelegation(addresses: readonly string[]): Delegation {
  return { zone: '.', nameServers: [{ host: '.', addresses }], learned: 0, expires: Number.POSITIVE_INFINITY }
}
