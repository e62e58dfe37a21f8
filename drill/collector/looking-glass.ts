import { prefixHolds } from '../../src/net/bgp/ris-live.ts'
import type { Heard } from './gobgp.ts'

const path = '/data/looking-glass/data.json'

/**
 * What RIPEstat's looking glass would answer from this table: for an address the routes of the most
 * specific prefix that holds it, by peer. Undefined for any other request.
 * @param url as in an HTTP request: `/data/looking-glass/data.json?resource=192.0.2.1`
 */
export function lookingGlass(url: string, table: Iterable<Heard>): string | undefined {
  const { pathname, searchParams } = new URL(url, 'http://collector/')
  if (pathname !== path) return undefined
  const address = searchParams.get('resource') ?? ''
  const routes = [...table].filter(({ prefix }) => prefixHolds(prefix, address))
  const longest = Math.max(...routes.map(lengthOf))
  const peers = routes
    .filter(route => lengthOf(route) === longest)
    .map(({ peer, prefix, path = [] }) => ({
      peer,
      prefix,
      as_path: path.join(' '),
      asn_origin: String(path.at(-1) ?? ''),
    }))
  return JSON.stringify({ status: 'ok', data: { rrcs: [{ rrc: 'drill', location: 'the drill', peers }] } })
}

function lengthOf({ prefix }: Heard): number {
  return Number(prefix.slice(prefix.indexOf('/') + 1))
}
