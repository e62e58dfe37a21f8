import ipaddr from 'ipaddr.js'
import { canonicalPrefix } from './ris-live.ts'

/** Shorter prefixes are no routes to anybody; longer ones of IPv6 than /64 lead to one machine. */
const lengths = {
  ipv4: Array.from({ length: 25 }, (_, n) => n + 8),
  ipv6: [...Array.from({ length: 49 }, (_, n) => n + 16), 128],
}

/**
 * Knows by one look-up whether a prefix holds one of the addresses: every prefix that could hold an address
 * is written down when the address is added, some twenty-five of them.
 */
export class FollowedPrefixes {
  /** Prefix in its canonical form → how many of the addresses it holds. */
  readonly #holding = new Map<string, number>()

  add(address: string): void {
    for (const prefix of prefixesOf(address)) this.#holding.set(prefix, (this.#holding.get(prefix) ?? 0) + 1)
  }

  delete(address: string): void {
    for (const prefix of prefixesOf(address)) {
      const left = (this.#holding.get(prefix) ?? 0) - 1
      if (left > 0) this.#holding.set(prefix, left)
      else this.#holding.delete(prefix)
    }
  }

  /** @param prefix in canonical form (see `canonicalPrefix`) */
  has(prefix: string): boolean {
    return this.#holding.has(prefix)
  }
}

function prefixesOf(address: string): string[] {
  const parsed = ipaddr.parse(address)
  return lengths[parsed.kind()].flatMap(length => canonicalPrefix(`${parsed}/${length}`) ?? [])
}
