import { isIPv4, isIPv6 } from 'node:net'
import ipaddr from 'ipaddr.js'
import type { AddressFamily } from '../../model/vantage-point.ts'

/** Where a name server listens. `address` is written as the system writes it, so that it can be compared. */
export interface Endpoint {
  readonly address: string
  readonly port: number
  readonly family: AddressFamily
}

/**
 * Reads `192.0.2.1`, `192.0.2.1:5353`, `2001:db8::1` or `[2001:db8::1]:5353`.
 * @returns undefined where the text is no address
 */
export function parseEndpoint(text: string, defaultPort = 53): Endpoint | undefined {
  if (isIPv4(text)) return { address: text, port: defaultPort, family: 4 }
  if (isIPv6(text)) return { address: canonical(text), port: defaultPort, family: 6 }
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text) ?? []
  const port = digits === undefined ? defaultPort : Number(digits)
  if (port < 1 || port > 65_535) return undefined
  if (bracketed !== undefined && isIPv6(bracketed)) return { address: canonical(bracketed), port, family: 6 }
  if (plain !== undefined && isIPv4(plain)) return { address: plain, port, family: 4 }
  return undefined
}

function canonical(address: string): string {
  return ipaddr.IPv6.parse(address).toRFC5952String()
}
