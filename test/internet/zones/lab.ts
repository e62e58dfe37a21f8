import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parentName } from '../../../src/net/dns/name.ts'
import { type Daemon, haveServers } from '../dns/daemon.ts'
import { startKnot } from '../dns/knot.ts'
import { nameAddresses } from '../dns/loopback.ts'
import { type NamedFlaw, startNamed, startNamedResolver } from '../dns/named.ts'
import { findPlace, type Place } from '../dns/place.ts'
import { startWalkingUnbound } from '../dns/unbound.ts'
import { type BuiltZone, buildZone } from './build.ts'
import { cases, helpers } from './cases.ts'
import { inLanes } from './lanes.ts'
import { losesDenialOf } from './mishaps.ts'
import { type LabZone, type ServerKind, serverHosts } from './zone-case.ts'

/** The cases’ zones below a signed root and three signed top-level domains, on real servers on loopback. */
export interface Lab {
  readonly place: Place
  /** Address of the root’s server. */
  readonly root: string
  /** The root’s DS record. */
  readonly trustAnchor: string
  /** Addresses of two resolvers that follow the delegations: Unbound, which validates, and BIND, which does not. */
  readonly unbound: string
  readonly named: string
  at(server: ServerKind): string
  stop(): Promise<void>
}

/** Why the lab cannot be built here, or undefined. */
export async function labObstacle(): Promise<string | undefined> {
  const tools = ['/usr/bin/kdig', '/usr/bin/delv', '/usr/bin/dnssec-signzone', '/usr/sbin/named']
  if (!haveServers || !tools.every(tool => existsSync(tool)))
    return 'knot, knot-dnsutils, unbound, bind9, bind9-utils and bind9-dnsutils are not all installed'
  const may = await mayListen(`127.${1 + (process.pid % 250)}.0.${dnsPort}`)
  return may ? undefined : `this user may not name loopback addresses and listen on their port ${dnsPort}`
}

const dnsPort = 53
const lanes = 4

async function mayListen(address: string): Promise<boolean> {
  const socket = createSocket('udp4')
  try {
    const unname = await nameAddresses([address])
    await unname()
    socket.bind(dnsPort, address)
    await once(socket, 'listening')
    return true
  } catch {
    return false
  } finally {
    socket.close()
  }
}

export async function startLab(): Promise<Lab> {
  const place: Place = { ...(await findPlace()), port: dnsPort }
  const at = (server: ServerKind) => place.address(serverHosts[server])
  const zones = await buildTree(join(place.folder, 'keys'), at)
  const trustAnchor = `. DS ${zones.find(({ zone }) => zone === '.')?.signer}`
  const [unbound, named] = [place.address(8), place.address(9)]
  const unname = await nameAddresses([named, ...flawed.map(at)])
  const daemons: Daemon[] = []
  const stop = async () => {
    for (const daemon of daemons) await daemon.stop()
    await unname()
    await place.remove()
  }
  try {
    daemons.push(...(await startServers(place, at, zones)))
    daemons.push(await startWalkingUnbound(place, unbound, at('root'), trustAnchor))
    daemons.push(await startNamedResolver(place, named, at('root')))
  } catch (error) {
    await stop()
    throw error
  }
  return { place, root: at('root'), trustAnchor, unbound, named, at, stop }
}

/** `late` lets its signatures run out; `holey` has lost the proof that it vouches for no key of a child. */
const registries: readonly LabZone[] = [
  { zone: '.', servers: ['root'], signed: {} },
  { zone: 'test', servers: ['parent'], signed: {} },
  { zone: 'late', servers: ['parent'], signed: { from: -30 * 24, until: -3 * 24 } },
  { zone: 'holey', servers: ['parent'], signed: {}, mishap: losesDenialOf('unproved-delegation') },
]

/** From the leaves up, since a parent vouches for its children’s keys. */
async function buildTree(folder: string, at: (server: ServerKind) => string): Promise<BuiltZone[]> {
  const zones = [...cases, ...helpers, ...registries]
  const built: BuiltZone[] = []
  for (let depth = 4; depth >= 0; depth--) {
    const level = zones.filter(({ zone }) => depthOf(zone) === depth)
    const build = (zone: LabZone) => buildZone(zone, delegations(zone.zone, built), folder, at)
    built.push(...(await inLanes(level, lanes, build)))
  }
  return built
}

/** 0 for the root. */
function depthOf(zone: string): number {
  return zone === '.' ? 0 : zone.split('.').length
}

function delegations(parent: string, built: readonly BuiltZone[]): string {
  const children = built.filter(({ zone }) => parentName(zone) === parent)
  return children.map(({ delegation }) => delegation).join('\n')
}

const flaws = {
  noTcp: ['notcp'],
  cutsShort: ['maxudp512', 'notcp'],
  dropsEdns: ['dropedns'],
  formerrsEdns: ['ednsformerr'],
  noAuthority: ['noaa'],
} as const satisfies Readonly<Partial<Record<ServerKind, readonly NamedFlaw[]>>>

const flawed = Object.keys(flaws) as (keyof typeof flaws)[]

async function startServers(
  place: Place,
  at: (server: ServerKind) => string,
  zones: readonly BuiltZone[],
): Promise<Daemon[]> {
  const files = (server: ServerKind, which: 0 | 1) =>
    Object.fromEntries(
      zones.filter(({ servers }) => servers.includes(server)).map(zone => [zone.zone, zone.files[which]]),
    )
  // What is delegated to it and not its own it does not serve.
  const registered = Object.entries(files('parent', 0)).filter(([zone]) => depthOf(zone) === 1)
  const knot = (addresses: readonly string[], served: Readonly<Record<string, string>>) =>
    startKnot(place, { addresses, zones: {}, files: served })
  const unloadable = Object.keys(files('failing', 0)).map(zone => [zone, ''])
  const silent = await knot([at('silent'), at('silentToo')], {})
  silent.pause()
  return [
    silent,
    ...(await Promise.all([
      knot([at('root')], files('root', 0)),
      knot([at('parent')], Object.fromEntries(registered)),
      knot([at('a')], files('a', 0)),
      knot([at('b')], files('b', 1)),
      knot([at('refusing'), at('refusingToo')], {}),
      knot([at('failing'), at('failingToo')], Object.fromEntries(unloadable)),
      ...flawed.map(server =>
        startNamed(place, { address: at(server), flaws: flaws[server], files: files(server, 0) }),
      ),
    ])),
  ]
}
