import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import type { AddressFamily } from '../model/vantage-point.ts'

/** @returns undefined for what is no IP address */
export function familyOf(address: string): AddressFamily | undefined {
  const family = isIP(address)
  return family === 4 || family === 6 ? family : undefined
}

/** `192.0.2.1:443`, `[2001:db8::1]:443` */
export function hostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

/**
 * Reads `host:port` or `[v6]:port`, a name or an address.
 * @returns undefined where the text is not of that form
 */
export function parseHostPort(text: string): { host: string; port: number } | undefined {
  const [, bracketed, plain, digits] = /^(?:\[([0-9a-fA-F:.]+)\]|([^:/\s]+)):(\d{1,5})$/.exec(text) ?? []
  const host = bracketed ?? plain
  const port = Number(digits)
  return host === undefined || port < 1 || port > 65_535 ? undefined : { host, port }
}

/**
 * True for whatever is not a public unicast address: private, loopback, link-local, multicast, carrier
 * NAT, documentation, also where it hides in an IPv4-mapped, NAT64 or 6to4 address (IANA's special-purpose
 * registries, RFC 6890). An unreadable text counts as private.
 */
export function isPrivateAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return true
  const parsed = ipaddr.process(address)
  if (parsed instanceof ipaddr.IPv4) return parsed.range() !== 'unicast'
  const range = parsed.range()
  if (range === 'rfc6052') return isPrivateAddress(embedded(parsed, 12))
  if (range === '6to4') return isPrivateAddress(embedded(parsed, 2))
  return range !== 'unicast'
}

function embedded(address: ipaddr.IPv6, offset: number): string {
  return address
    .toByteArray()
    .slice(offset, offset + 4)
    .join('.')
}
