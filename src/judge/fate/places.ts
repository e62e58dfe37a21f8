import ipaddr from 'ipaddr.js'
import type { Place } from '../../model/fate.ts'
import type { Network } from '../../model/observation.ts'
import { holds, prefixLength } from '../routes/prefixes.ts'
import type { Routes } from '../routes/routes.ts'
import { cdnOfNetwork } from './organisations.ts'

/**
 * Where an address lies: by the route feed its prefix and AS, else by what those who looked know of it,
 * else the block that it can be taken for.
 */
export function placeOf(address: string, routes: Routes, networks: readonly Network[]): Place {
  const announced = announcementOf(address, routes, networks)
  if (announced === undefined) return { address, prefix: blockOf(address) }
  const { prefix, as, covering } = announced
  const cdn = as === undefined ? undefined : cdnOfNetwork(as)
  const network = networks.find(each => each.as === as)?.name
  return {
    address,
    prefix,
    ...(as === undefined ? {} : { as }),
    ...(network === undefined ? {} : { network }),
    ...(covering === undefined ? {} : { covering }),
    ...(cdn === undefined ? {} : { cdn }),
  }
}

function announcementOf(
  address: string,
  routes: Routes,
  networks: readonly Network[],
): { prefix: string; as?: number; covering?: string | undefined } | undefined {
  const heard = routes.announcement(address)
  if (heard !== undefined) {
    const { prefix, origin, covering } = heard
    return origin > 0 ? { prefix, as: origin, covering } : { prefix, covering }
  }
  const holding = networks.filter(({ prefix }) => holds(prefix, address))
  return holding.toSorted((a, b) => prefixLength(b.prefix) - prefixLength(a.prefix))[0]
}

/** The smallest block that is routed on its own by custom: /24 for IPv4, /48 for IPv6. */
export function blockOf(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.parse(address)
  return parsed.kind() === 'ipv6'
    ? `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/48`).toString()}/48`
    : `${ipaddr.IPv4.networkAddressFromCIDR(`${address}/24`).toString()}/24`
}
