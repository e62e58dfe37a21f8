import { noRoutes, type RouteView, type RouteViews } from '../judge/routes/routes.ts'
import type { Observation } from '../model/observation.ts'
import { type Glimpse, lookThrough } from '../net/bgp/looking-glass.ts'
import type { DiagnoseOptions } from './diagnose.ts'

/** What a looking glass says of the addresses that were met, for people and for the judge. */
export interface Glimpses {
  readonly routes: readonly Glimpse[]
  /** How many peers the collectors have at least: those that have the best known route. */
  readonly peers: number
  readonly views: RouteViews
}

/** Addresses that are asked about, and milliseconds for all of them. */
const most = 6
const patienceMs = 3_000

/**
 * Asks a looking glass about the addresses that these looks met, and about a root server, which every
 * table has: who does not answer for an address is known only by who answers for that.
 */
export async function glimpses(
  observations: readonly Observation[],
  { lookingGlass: base, place, signal }: Pick<DiagnoseOptions, 'lookingGlass' | 'place' | 'signal'>,
): Promise<Glimpses> {
  const addresses = distinctPlaces(observations.flatMap(addressesOf)).slice(0, most)
  const [root = ''] = place.rootServers
  if (base === undefined || addresses.length === 0) return { routes: [], peers: 0, views: noRoutes }
  const options = { base, signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]) }
  const [known, ...routes] = await Promise.all(
    [root, ...addresses].map(address => lookThrough(address, options)),
  )
  const peers = Math.max(...[known, ...routes].map(glimpse => glimpse?.peers ?? 0))
  const byBlock = new Map(routes.map(route => [blockOf(route.address), route]))
  return {
    routes,
    peers,
    views: { ...noRoutes, view: address => viewOf(byBlock.get(blockOf(address)), peers) },
  }
}

function viewOf(glimpse: Glimpse | undefined, peers: number): RouteView | undefined {
  if (glimpse === undefined || glimpse.failure !== undefined || peers === 0) return undefined
  const { address, prefix = address, origins } = glimpse
  const withdrawn = glimpse.peers === 0
  return {
    prefix,
    visible: glimpse.peers,
    peers,
    withdrawn,
    at: 0,
    backAt: 0,
    origin: origins[0] ?? 0,
    covering: undefined,
  }
}

function addressesOf({ seen }: Observation): string[] {
  return [...(seen?.nameServers ?? []).flatMap(({ addresses }) => addresses), ...(seen?.addresses ?? [])]
}

/** One address of each block, the first that was met. */
function distinctPlaces(addresses: readonly string[]): string[] {
  return [...new Map(addresses.toReversed().map(address => [blockOf(address), address])).values()].reverse()
}

/** What is routed on its own by custom: a /24, and a /48 for IPv6. */
function blockOf(address: string): string {
  const separator = address.includes(':') ? ':' : '.'
  return address.split(separator).slice(0, 3).join(separator)
}
