import { parentName } from './name.ts'

/** A zone's name servers as its parent named them. */
export interface Delegation {
  readonly zone: string
  readonly nameServers: readonly NameServerAddresses[]
  /** Milliseconds since the epoch: when the parent said so, and until when it may be believed. */
  readonly learned: number
  readonly expires: number
}

export interface NameServerAddresses {
  readonly host: string
  readonly addresses: readonly string[]
}

/**
 * Delegations that parents gave, for as long as their TTL says: so that the root's and the TLD's servers
 * are asked as seldom as a polite resolver asks them, while authoritative servers are asked at each look.
 */
export interface DelegationMemory {
  get(zone: string, now: number): Delegation | undefined
  set(zone: string, delegation: Delegation): void
  /** The deepest remembered zone at or above `name`, or undefined. */
  closest(name: string, now: number): Delegation | undefined
}

/** A memory that holds at most `limit` zones; the one longest unrenewed makes room. */
export function createDelegationMemory(limit = 10_000): DelegationMemory {
  const zones = new Map<string, Delegation>()
  const get = (zone: string, now: number): Delegation | undefined => {
    const known = zones.get(zone)
    if (known === undefined || known.expires > now) return known
    zones.delete(zone)
    return undefined
  }
  return {
    get,
    set(zone, delegation) {
      zones.delete(zone)
      zones.set(zone, delegation)
      const [oldest] = zones.keys()
      if (zones.size > limit && oldest !== undefined) zones.delete(oldest)
    },
    closest(name, now) {
      for (let zone: string | undefined = name; zone !== undefined; zone = parentName(zone)) {
        const known = get(zone, now)
        if (known !== undefined) return known
      }
      return undefined
    },
  }
}
