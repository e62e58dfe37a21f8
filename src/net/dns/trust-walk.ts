import type { NameServer } from '../../model/observation.ts'
import { readAnchor } from './dnssec/anchors.ts'
import { holdsSigners, type TrustLink, vouchedFor } from './dnssec/trust.ts'
import { delegationOf } from './learn.ts'
import type { MessageMemory } from './message-memory.ts'
import { isRegistry, parentName } from './name.ts'
import type { Trip } from './trip.ts'
import { askAny } from './zone.ts'

/** One zone on the way down from the root, with replies in base64. */
export interface TrustSeen {
  readonly zone: string
  /** What its parent's server said of its DS; absent for the root, and where no server said anything. */
  readonly signers?: string
  /** What one of its own servers said of its DNSKEY; of the last zone every server is asked by itself. */
  readonly keys?: string
  /** True where the parent vouches for a key. */
  readonly signed: boolean
}

/** What a chain of trust is followed by. */
export interface Trusting {
  /** DS records of keys believed without a parent's word, as zone files write them. */
  readonly trustAnchors: readonly string[]
  readonly messages: MessageMemory
}

interface Zone {
  readonly zone: string
  readonly nameServers: readonly NameServer[]
}

/**
 * Gathers what a chain of trust to `zone` consists of: for each zone on the way its keys, and its parent's word
 * on them. What parents said before is not asked again while it may be kept, unless it no longer fits.
 */
export async function followTrust(trip: Trip, trusting: Trusting, leaf: Zone): Promise<TrustSeen[]> {
  const path = await pathTo(trip, leaf)
  const seen = await gather(trip, trusting, path)
  if (!fits(seen, trusting, trip.options.clock.now())) {
    for (const { zone } of path)
      for (const type of ['DS', 'DNSKEY']) trusting.messages.forget(`${type} ${zone}`)
    return await gather(trip, trusting, path)
  }
  return seen
}

async function pathTo(trip: Trip, leaf: Zone): Promise<Zone[]> {
  const path = [leaf]
  for (let above = parentName(leaf.zone); above !== undefined; above = parentName(path[0]?.zone ?? '.')) {
    const { zone, nameServers } = await delegationOf(trip, above)
    path.unshift({
      zone,
      nameServers: nameServers.map(({ host, addresses }) => ({ host, addresses: [...addresses] })),
    })
  }
  return path
}

function gather(trip: Trip, { messages }: Trusting, path: readonly Zone[]): Promise<TrustSeen[]> {
  return Promise.all(
    path.map(async ({ zone }, n) => {
      const [parent, own] = [path[n - 1], path[n]]
      const isLeaf = n === path.length - 1
      const asksKeys = !isLeaf || isRegistry(zone)
      const [signers, keys] = await Promise.all([
        // The last one's is what changes while an operator signs or unsigns: it is asked each time.
        parent && (isLeaf ? fresh(trip, parent, 'DS', zone) : remembered(trip, messages, parent, 'DS', zone)),
        own && asksKeys ? remembered(trip, messages, own, 'DNSKEY', zone) : undefined,
      ])
      return {
        zone,
        ...(signers && { signers: signers.toString('base64') }),
        ...(keys && { keys: keys.toString('base64') }),
        signed: n === 0 || (signers !== undefined && holdsSigners(signers)),
      }
    }),
  )
}

async function remembered(
  trip: Trip,
  messages: MessageMemory,
  whom: Zone,
  type: 'DS' | 'DNSKEY',
  zone: string,
): Promise<Buffer | undefined> {
  const now = trip.options.clock.now()
  const known = messages.get(`${type} ${zone}`, now)
  if (known !== undefined) return known
  const asked = await askAny(trip, whom.nameServers, { name: zone, type, recursive: false, manner: 'signed' })
  const reply = asked?.reply
  if (reply === undefined) return undefined
  const ttls = [...reply.answers, ...reply.authorities].map(({ ttl }) => ttl)
  const ttl = ttls.length === 0 ? 0 : Math.min(longest, ...ttls)
  messages.set(`${type} ${zone}`, reply.message, now + ttl * 1000)
  return reply.message
}

/** Seconds: a registry's words are kept no longer than this, whatever it says. */
const longest = 3600

async function fresh(trip: Trip, whom: Zone, type: 'DS', zone: string): Promise<Buffer | undefined> {
  const asked = await askAny(trip, whom.nameServers, { name: zone, type, recursive: false, manner: 'signed' })
  return asked?.reply?.message
}

function fits(seen: readonly TrustSeen[], { trustAnchors }: Trusting, now: number): boolean {
  const anchors = trustAnchors.flatMap(line => readAnchor(line) ?? [])
  return vouchedFor(seen.map(linkOf), anchors, now).state !== 'broken'
}

/** The link with its replies as they came. */
export function linkOf({ zone, signers, keys }: TrustSeen): TrustLink {
  return {
    zone,
    ...(signers === undefined ? {} : { signers: Buffer.from(signers, 'base64') }),
    ...(keys === undefined ? {} : { keys: Buffer.from(keys, 'base64') }),
  }
}
