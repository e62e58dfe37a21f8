import ipaddr from 'ipaddr.js'
import type { Place } from '../../model/fate.ts'
import type { Network } from '../../model/observation.ts'
import type { Routes } from '../routes/routes.ts'
import { cdnOfNetwork } from './organisations.ts'

/** Tells where an address lies. */
export type Placing = (address: string) => Place

/**
 * Where addresses lie: by the route feed their prefix and AS, else by what those who looked know of them,
 * else the block that they can be taken for. Each is told once: a service meets the same ones again and again.
 */
export function placing(routes: Routes, networks: readonly Network[]): Placing {
  const known = networks
    .filter(({ prefix }) => ipaddr.isValidCIDR(prefix))
    .map(network => ({ network, range: ipaddr.parseCIDR(network.prefix) }))
    .sort((a, b) => b.range[1] - a.range[1])
  const places = new Map<string, Place>()
  return address => {
    const held = places.get(address)
    if (held !== undefined) return held
    const place = placeOf(address, routes, known)
    places.set(address, place)
    return place
  }
}

/** A network with its prefix parsed. */
interface Known {
  readonly network: Network
  readonly range: ReturnType<typeof ipaddr.parseCIDR>
}

/** @param known the narrowest prefix first */
function placeOf(address: string, routes: Routes, known: readonly Known[]): Place {
  const announced = announcementOf(address, routes, known)
  if (announced === undefined) return { address, prefix: blockOf(address) }
  const { prefix, as, covering } = announced
  const cdn = as === undefined ? undefined : cdnOfNetwork(as)
  const name = known.find(({ network }) => network.as === as)?.network.name
  return {
    address,
    prefix,
    ...(as === undefined ? {} : { as }),
    ...(name === undefined ? {} : { network: name }),
    ...(covering === undefined ? {} : { covering }),
    ...(cdn === undefined ? {} : { cdn }),
  }
}

function announcementOf(
  address: string,
  routes: Routes,
  known: readonly Known[],
): { prefix: string; as?: number; covering?: string | undefined } | undefined {
  const heard = routes.announcement(address)
  if (heard !== undefined) {
    const { prefix, origin, covering } = heard
    return origin > 0 ? { prefix, as: origin, covering } : { prefix, covering }
  }
  if (!ipaddr.isValid(address)) return undefined
  const parsed = ipaddr.parse(address)
  return known.find(({ range }) => parsed.kind() === range[0].kind() && parsed.match(range))?.network
}

/** The smallest block that is routed on its own by custom: /24 for IPv4, /48 for IPv6. */
export function blockOf(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.parse(address)
  return parsed.kind() === 'ipv6'
    ? `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/48`).toString()}/48`
    : `${ipaddr.IPv4.networkAddressFromCIDR(`${address}/24`).toString()}/24`
}
