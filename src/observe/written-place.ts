import { z } from 'zod'
import { parseHostPort } from '../net/address.ts'

export const Port = z.number().int().min(1).max(65_535)

/** A protocol, or several, of which the server must agree on one by ALPN (RFC 7301). */
export const Alpn = z.preprocess(
  value => (typeof value === 'string' ? [value] : value),
  z.array(z.string().min(1)).min(1),
)

/**
 * Reads `host`, `host:port` or `scheme://host:port` as the parts of a target; an address of IPv6 stands in
 * brackets. What is none of these, or no text, is left for the schema to refuse.
 * @param schemes what each scheme says besides: `{ mqtt: { tls: false } }`
 */
export function writtenPlace(value: unknown, schemes: Readonly<Record<string, object>>): unknown {
  if (typeof value !== 'string') return value
  const [, scheme, rest = ''] = /^(?:([a-z0-9+.-]+):\/\/)?([^/]*)\/?$/i.exec(value) ?? []
  const said = scheme === undefined ? {} : schemes[scheme.toLowerCase()]
  const place = parseHostPort(rest) ?? parseHost(rest)
  return said === undefined || place === undefined ? value : { ...place, ...said }
}

function parseHost(text: string): { host: string } | undefined {
  const host = /^(?:\[([0-9a-f:.]+)\]|([^\s/:[\]]+))$/i.exec(text)?.slice(1).join('')
  return host === undefined ? undefined : { host }
}
