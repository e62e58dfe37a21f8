import { compareKeys, type Fate, type Place, type StandingZone } from '../../model/fate.ts'
import type { Network } from '../../model/observation.ts'
import type { Routes } from '../routes/routes.ts'
import { groundsOf } from './grounds.ts'
import type { FateMemory } from './memory.ts'
import { cdnOfAliases, operatorOf } from './organisations.ts'
import { type Placing, placing } from './places.ts'
import { singlePointsOf } from './single-points.ts'

/** What a service stands on, from what was seen of it and the routes as they are. */
export function mapOf(service: string, memory: FateMemory, routes: Routes): Fate {
  const placeOf = placing(routes, networksOf(memory))
  const standing = {
    zones: zonesOf(memory, placeOf),
    servers: serversOf(memory, placeOf),
    certificates: certificatesOf(memory),
  }
  return {
    service,
    ...standing,
    keys: [...groundsOf(standing).keys()].sort(compareKeys),
    singlePoints: singlePointsOf(standing),
  }
}

/** Each zone once, however many names of the service lie in it. */
function zonesOf(memory: FateMemory, placeOf: Placing): StandingZone[] {
  const zones = new Map<string, { zone?: string; hosts: Map<string, Map<string, Place>> }>()
  for (const [target, { zone, nameServers }] of Object.entries(memory.names)) {
    const name = zone ?? target
    const entry = zones.get(name) ?? { ...(zone === undefined ? {} : { zone }), hosts: new Map() }
    zones.set(name, entry)
    for (const { host, addresses } of nameServers) {
      const places = entry.hosts.get(host) ?? new Map<string, Place>()
      entry.hosts.set(host, places)
      for (const address of addresses) places.set(address, placeOf(address))
    }
  }
  return sorted([...zones]).map(({ zone, hosts }) => ({
    ...(zone === undefined ? {} : { zone, registry: zone.split('.').at(-1) ?? zone }),
    operators: [...new Set([...hosts.keys()].map(operatorOf))].sort(),
    nameServers: sorted([...hosts].map(([host, places]) => [host, { host, places: sorted([...places]) }])),
  }))
}

function serversOf(memory: FateMemory, placeOf: Placing): Place[] {
  const places = new Map<string, Place>()
  for (const [target, seen] of Object.entries(memory.servers)) {
    const cdn = cdnOfAliases(memory.aliases[target] ?? [])
    for (const address of Object.values(seen).flatMap(({ addresses }) => addresses)) {
      const place = placeOf(address)
      const behind = cdn ?? places.get(address)?.cdn ?? place.cdn
      places.set(address, behind === undefined ? place : { ...place, cdn: behind })
    }
  }
  return sorted([...places])
}

/** Each once: looks at one service mostly meet the same. */
function networksOf({ networks }: FateMemory): Network[] {
  return [
    ...new Map(
      Object.values(networks)
        .flat()
        .map(each => [each.prefix, each]),
    ).values(),
  ]
}

function certificatesOf({ certificates }: FateMemory): Fate['certificates'] {
  return sorted(Object.values(certificates).map(each => [each.fingerprint, each]))
}

/** The values in the order of their keys, one a key. */
function sorted<Value>(entries: readonly (readonly [string, Value])[]): Value[] {
  return [...new Map([...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))).values()]
}
