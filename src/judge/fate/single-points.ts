import {
  type Fate,
  networkName,
  type Place,
  type SinglePoint,
  type SinglePointCode,
  type StandingZone,
  singlePointSeverities,
} from '../../model/fate.ts'
import type { FindingArgs } from '../../model/finding.ts'
import type { FateKey } from '../../model/incident.ts'
import { blockOf } from './places.ts'

type Standing = Pick<Fate, 'zones' | 'servers' | 'certificates'>

/** What a service would be lost with, the gravest first. Said of what was seen, and only where that is more than one. */
export function singlePointsOf({ zones, servers, certificates }: Standing): SinglePoint[] {
  const points = [
    ...mergeZones(zones.filter(({ nameServers }) => nameServers.length > 0).flatMap(zonePoints)),
    ...serverPoints(servers),
    ...registryPoints(zones),
  ]
  const issuer = only(certificates.map(each => each.issuer))
  if (issuer !== undefined) points.push(point('one_issuer', { issuer }, `issuer:${issuer}`))
  const order = Object.keys(singlePointSeverities)
  return points.sort((a, b) => order.indexOf(a.code) - order.indexOf(b.code))
}

function zonePoints({ zone, operators, nameServers }: StandingZone): SinglePoint[] {
  const zones = zone === undefined ? [] : [zone]
  const [first] = nameServers
  if (nameServers.length === 1 && first !== undefined)
    return [point('one_name_server', { zones, host: first.host }, `ns:${first.host}`)]
  const hosts = nameServers.map(({ host }) => host)
  // The same machine may have a name in each zone: machines are told apart by address.
  const addresses = nameServers.map(server => server.places[0]?.address ?? server.host)
  const told = { zones, hosts, addresses, servers: new Set(addresses).size }
  const places = nameServers.flatMap(server => server.places)
  const points: SinglePoint[] = []
  // Of a server whose address is not known nothing can be said, nor then of all of them.
  if (nameServers.every(server => server.places.length > 0)) points.push(...placePoints(places, told))
  const operator = only(operators)
  if (operator !== undefined && operator !== zone)
    points.push(point('name_servers_by_one_operator', { ...told, operator }, `operator:${operator}`))
  if (zone !== undefined && hosts.every(host => host === zone || host.endsWith(`.${zone}`)))
    points.push(point('name_servers_in_own_zone', told))
  return points
}

function placePoints(places: readonly Place[], told: FindingArgs): SinglePoint[] {
  const points: SinglePoint[] = []
  const block = only(places.map(({ address }) => blockOf(address)))
  const announcement = commonAnnouncement(places)
  const as = only(places.map(place => place.as))
  if (block !== undefined)
    points.push(point('name_servers_in_one_prefix', { ...told, prefix: block }, prefixKey(places)))
  if (announcement !== undefined && announcement !== block)
    points.push(point('name_servers_under_one_announcement', { ...told, prefix: announcement }))
  if (as !== undefined)
    points.push(point('name_servers_in_one_as', { ...told, as: nameIn(places, as) }, `as:${as}`))
  return points
}

function nameIn(places: readonly Place[], as: number): string {
  return networkName(as, places.find(place => place.as === as)?.network)
}

/** The key under which the block's prefix is shared, where it is one. */
function prefixKey(places: readonly Place[]): FateKey | undefined {
  const prefix = only(places.map(place => place.prefix))
  return prefix === undefined ? undefined : `prefix:${prefix}`
}

/** The narrowest announcement that all of them lie under; known only where routes are. */
function commonAnnouncement(places: readonly Place[]): string | undefined {
  if (places.some(({ as }) => as === undefined)) return undefined
  const [first, ...rest] = places.map(({ prefix, covering }) => [
    prefix,
    ...(covering === undefined ? [] : [covering]),
  ])
  return first?.find(prefix => rest.every(over => over.includes(prefix)))
}

function serverPoints(servers: readonly Place[]): SinglePoint[] {
  const [first] = servers
  const points: SinglePoint[] = []
  if (servers.length === 1 && first !== undefined)
    points.push(point('one_address', { address: first.address }, `prefix:${first.prefix}`))
  const cdn = only(servers.map(server => server.cdn))
  const as = only(servers.map(server => server.as))
  if (cdn !== undefined) points.push(point('servers_behind_one_cdn', { cdn }, `cdn:${cdn}`))
  else if (as !== undefined) points.push(point('servers_in_one_as', { as: nameIn(servers, as) }, `as:${as}`))
  return points
}

function registryPoints(zones: readonly StandingZone[]): SinglePoint[] {
  const registry = only(zones.map(zone => zone.registry))
  return registry === undefined ? [] : [point('one_registry', { registry: `.${registry}` })]
}

/** Zones with the same weakness are told of together. */
function mergeZones(points: readonly SinglePoint[]): SinglePoint[] {
  const byKind = Map.groupBy(points, ({ code, key, args }) =>
    JSON.stringify([code, key, args['prefix'], args['host'], args['operator']]),
  )
  return [...byKind.values()].flatMap(alike => {
    const [first] = alike
    if (first === undefined) return []
    const texts = (name: string) => [
      ...new Set(alike.flatMap(({ args }) => (Array.isArray(args[name]) ? args[name] : []))),
    ]
    const [zones, hosts, addresses] = [texts('zones'), texts('hosts'), texts('addresses')]
    const servers = hosts.length === 0 ? {} : { hosts, addresses, servers: addresses.length }
    return [{ ...first, args: { ...first.args, zones, ...servers } }]
  })
}

function point(code: SinglePointCode, args: FindingArgs, key?: FateKey): SinglePoint {
  return { code, severity: singlePointSeverities[code], args, ...(key === undefined ? {} : { key }) }
}

/** The one value that all have; undefined where there is none, or any is not known. */
function only<Value>(values: readonly (Value | undefined)[]): Value | undefined {
  const [first, ...rest] = new Set(values)
  return rest.length === 0 ? first : undefined
}
