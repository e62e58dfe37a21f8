import type { NameServer } from '../../model/observation.ts'
import type { Delegation } from './delegation.ts'
import { learnDelegation, rootDelegation } from './learn.ts'
import { isRegistry, parentName } from './name.ts'
import type { Said } from './said.ts'
import { beginTrip, type Trip, type WalkOptions } from './trip.ts'
import type { QuestionType } from './wire.ts'
import { askZone, decide, type Heard, type ServerAnswer } from './zone.ts'

/** One zone on the way: whom it has for servers, whom of them one asked, and what they said of the name. */
export interface Cut {
  /** The name asked for: the walk's own, or an alias's target. */
  readonly name: string
  readonly zone: string
  readonly nameServers: NameServer[]
  /** Milliseconds since the epoch: when the parent named these servers. 0 for the root. */
  readonly learned: number
  /** Each address that was asked, and each server whose name led to no address. */
  readonly asked: ServerAnswer[]
  /** `referral`: a parent; `failed`: no server said anything; the others: this zone has the say. */
  readonly outcome: Said['kind'] | 'failed'
}

export interface Walk {
  /** From the first zone that was asked; each name of an alias chain ends with the zone that it lies in. */
  readonly cuts: Cut[]
  readonly aliases: string[]
  /** The records' data where the walk reached an answer. */
  readonly values: string[]
}

interface Descent {
  readonly cuts: Cut[]
  readonly said: Said | undefined
}

/**
 * Walks the delegations from the root, or from the deepest one remembered, down to the name, and asks
 * every address of the zone that has the say (RFC 1034 §5.3.3, without a cache of answers). Where nobody
 * there answers rightly and the delegation is older than a minute, the parents are asked again, so that a
 * changed or withdrawn delegation is seen. An alias is walked to its target. Never throws.
 */
export async function walkName(name: string, type: QuestionType, options: WalkOptions): Promise<Walk> {
  const trip = beginTrip(options)
  const cuts: Cut[] = []
  const aliases: string[] = []
  let current = name
  while (true) {
    const { said, cuts: more } = await descend(trip, current, type)
    cuts.push(...more)
    if (said?.kind === 'answer') return { cuts, aliases: [...aliases, ...said.aliases], values: said.values }
    if (said?.kind !== 'alias') return { cuts, aliases, values: [] }
    aliases.push(...said.aliases)
    if (aliases.length > maxAliases) return { cuts, aliases, values: [] }
    current = said.target
  }
}

/** As many links as resolvers follow (BIND and Unbound stop at 11 to 17). */
export const maxAliases = 10
const maxCuts = 12
const minute = 60_000

async function descend(trip: Trip, name: string, type: QuestionType): Promise<Descent> {
  const { clock, maxAge = Number.POSITIVE_INFINITY } = trip.options
  const known = closestKnown(trip, name, maxAge)
  const first = await followReferrals(trip, name, type, known)
  const cut = first.cuts.at(-1)
  const old = cut !== undefined && cut.learned > 0 && clock.now() - cut.learned > minute
  if (!old || first.said !== undefined || maxAge <= minute) return first
  const again = await followReferrals(trip, name, type, closestKnown(trip, name, minute), cut)
  // Where the parents are silent too, what the remembered servers did is still worth telling.
  const lost = again.cuts.at(-1)?.outcome === 'failed' && again.cuts.at(-1)?.zone !== cut.zone
  return lost ? { cuts: [...again.cuts, cut], said: undefined } : again
}

/** The deepest delegation remembered for the name that is not older than `maxAge`; else the root. */
function closestKnown(trip: Trip, name: string, maxAge: number): Delegation {
  const { delegations, clock, rootServers } = trip.options
  const now = clock.now()
  let below: string | undefined = name
  while (below !== undefined) {
    const known = delegations.closest(below, now)
    if (known === undefined) break
    if (now - known.learned <= maxAge) return known
    below = parentName(known.zone)
  }
  return rootDelegation(rootServers)
}

/** Follows referrals from `start` on. `tried` is a cut just asked: equal servers are not asked again. */
async function followReferrals(
  trip: Trip,
  name: string,
  type: QuestionType,
  start: Delegation,
  tried?: Cut,
): Promise<Descent> {
  const cuts: Cut[] = []
  let at = start
  while (true) {
    if (tried !== undefined && isSame(at, tried)) {
      cuts.push({ ...tried, learned: at.learned })
      return { cuts, said: undefined }
    }
    const heard = await askZone(trip, { delegation: at, name, type, whom: 'each' })
    const said = decide(heard)
    cuts.push(describe(name, at, heard, said))
    if (said?.kind !== 'referral' || cuts.length > maxCuts) {
      if (said?.kind === 'nxdomain' && isRegistry(at.zone)) forgetBelow(trip, name, at.zone)
      return { cuts, said }
    }
    at = await learnDelegation(trip, said)
  }
}

function describe(name: string, at: Delegation, heard: readonly Heard[], said: Said | undefined): Cut {
  const homeless = at.nameServers
    .filter(({ addresses }) => addresses.length === 0)
    .map(({ host }) => ({ host, at: 0, ms: 0, failure: 'dns_no_answer' as const }))
  const whole = said?.kind !== 'referral'
  return {
    name,
    zone: at.zone,
    nameServers: at.nameServers.map(({ host, addresses }) => ({ host, addresses: [...addresses] })),
    learned: at.learned,
    asked: [...heard.map(({ answer }) => answer), ...(whole ? homeless : [])],
    outcome: said?.kind ?? 'failed',
  }
}

function isSame(delegation: Delegation, cut: Cut): boolean {
  const addresses = (servers: readonly { readonly addresses: readonly string[] }[]) =>
    servers
      .flatMap(server => server.addresses)
      .sort()
      .join()
  return delegation.zone === cut.zone && addresses(delegation.nameServers) === addresses(cut.nameServers)
}

/** A registry that denies a name has withdrawn its delegation, whatever its TTL said. */
function forgetBelow(trip: Trip, name: string, registry: string): void {
  const { delegations, clock } = trip.options
  const now = clock.now()
  for (
    let zone: string | undefined = name;
    zone !== undefined && zone !== registry;
    zone = parentName(zone)
  ) {
    const known = delegations.get(zone, now)
    if (known !== undefined) delegations.set(zone, { ...known, expires: now })
  }
}
