import ipaddr from 'ipaddr.js'
import type { Place } from '../../model/fate.ts'
import type { Seen } from '../../model/observation.ts'
import type { Routes } from '../routes/routes.ts'
import { cdnOfNetwork } from './organisations.ts'

type Networks = NonNullable<Seen['networks']>

/**
 * Where an address lies: by the route feed its prefix and AS, else by what those who looked had heard,
 * else the block that it can be taken for.
 */
export function placeOf(address: string, routes: Routes, networks: Networks): Place {
  const announced = announcementOf(address, routes, networks)
  if (announced === undefined) return { address, prefix: blockOf(address) }
  const { prefix, as, covering } = announced
  const cdn = as === undefined ? undefined : cdnOfNetwork(as)
  return {
    address,
    prefix,
    ...(as === undefined ? {} : { as }),
    ...(covering === undefined ? {} : { covering }),
    ...(cdn === undefined ? {} : { cdn }),
  }
}

function announcementOf(
  address: string,
  routes: Routes,
  networks: Networks,
): { prefix: string; as?: number; covering?: string | undefined } | undefined {
  const heard = routes.announcement(address)
  if (heard !== undefined) {
    const { prefix, origin, covering } = heard
    return origin > 0 ? { prefix, as: origin, covering } : { prefix, covering }
  }
  const holding = networks.filter(({ prefix }) => holds(prefix, address))
  return holding.toSorted((a, b) => lengthOf(b.prefix) - lengthOf(a.prefix))[0]
}

/** The smallest block that is routed on its own by custom: /24 for IPv4, /48 for IPv6. */
export function blockOf(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.parse(address)
  return parsed.kind() === 'ipv6'
    ? `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/48`).toString()}/48`
    : `${ipaddr.IPv4.networkAddressFromCIDR(`${address}/24`).toString()}/24`
}

function holds(prefix: string, address: string): boolean {
  if (!ipaddr.isValidCIDR(prefix) || !ipaddr.isValid(address)) return false
  const network = ipaddr.parseCIDR(prefix)
  const parsed = ipaddr.parse(address)
  return parsed.kind() === network[0].kind() && parsed.match(network)
}

function lengthOf(prefix: string): number {
  return Number(prefix.slice(prefix.indexOf('/') + 1))
}
