import type { FateKey } from '../model/incident.ts'
import type { Seen } from '../model/observation.ts'
import type { Routes } from './routes/routes.ts'

/**
 * What one service was seen to stand on. Plain JSON; each list holds what the newest looks showed.
 * Services that share a key share, to that extent, their fate: observed, not typed in.
 */
export interface Fate {
  /** Host (or zone) → addresses that it led to. */
  servers: Record<string, string[]>
  nameServers: Record<string, { host: string; addresses: string[] }[]>
  certificates: Record<string, { fingerprint: string; subject: string }>
}

export function newFate(): Fate {
  return { servers: {}, nameServers: {}, certificates: {} }
}

/** @param target the id of the target that was looked at */
export function remember(fate: Fate, target: string, seen: Seen): void {
  if (seen.addresses !== undefined && seen.addresses.length > 0) fate.servers[target] = seen.addresses
  if (seen.nameServers !== undefined && seen.nameServers.length > 0)
    fate.nameServers[target] = seen.nameServers
  if (seen.certificate !== undefined) {
    const { fingerprint, subject } = seen.certificate
    fate.certificates[target] = { fingerprint, subject }
  }
}

/** Addresses of the name servers that were seen under any of these targets. */
export function nameServerAddresses(fate: Fate, targets: readonly string[]): string[] {
  const addresses = targets.flatMap(target =>
    (fate.nameServers[target] ?? []).flatMap(server => server.addresses),
  )
  return [...new Set(addresses)].sort()
}

export function serverAddresses(fate: Fate, targets: readonly string[]): string[] {
  return [...new Set(targets.flatMap(target => fate.servers[target] ?? []))].sort()
}

/** All keys of a service, sorted. */
export function fateKeys(fate: Fate, routes: Routes): FateKey[] {
  const keys = new Set<FateKey>()
  for (const { host, addresses } of Object.values(fate.nameServers).flat()) {
    keys.add(`ns:${host}`)
    for (const address of addresses) addPlace(keys, address, routes)
  }
  for (const address of Object.values(fate.servers).flat()) addPlace(keys, address, routes)
  for (const { fingerprint } of Object.values(fate.certificates)) keys.add(`certificate:${fingerprint}`)
  return [...keys].sort()
}

/** Where an address lies: by the route feed its prefix and AS, without one the block that it can be taken for. */
function addPlace(keys: Set<FateKey>, address: string, routes: Routes): void {
  const view = routes.view(address)
  if (view === undefined) {
    keys.add(`prefix:${blockOf(address)}`)
    return
  }
  keys.add(`prefix:${view.prefix}`)
  if (view.origin > 0) keys.add(`as:${view.origin}`)
}

/** The smallest block that is routed on its own by custom: /24 for IPv4, /48 for IPv6. */
function blockOf(address: string): string {
  if (address.includes(':')) return `${address.split(':').slice(0, 3).join(':')}::/48`
  return `${address.split('.').slice(0, 3).join('.')}.0/24`
}

/** An AS is shared by many who have nothing else in common; the rest is particular. */
export function isBroad(key: FateKey): boolean {
  return key.startsWith('as:')
}

export function common(a: readonly FateKey[], b: readonly FateKey[]): FateKey[] {
  const other = new Set(b)
  return a.filter(key => other.has(key))
}
