import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { delegationOf, hosts, type NameServer, rootServer } from './plan.ts'
import { type Daemon, startDaemon } from './shell.ts'

/** How a zone's delegation stands at the registry. */
export type Delegation = 'good' | 'broken' | 'removed'

/** Seconds that a record may be kept: short, so that a night fits into minutes. */
const ttl = 5
/** Documentation addresses (RFC 5737): where a broken delegation points, nobody is. */
const nowhere = ['198.51.100.53', '198.51.100.54']

/** An authoritative server that can be told to forget a zone or to delegate otherwise. */
export interface Authority {
  readonly server: NameServer
  start(): Promise<void>
  readonly daemon: () => Daemon | undefined
  /** Forgets a zone: it answers for it no longer. */
  lame(zone: string): Promise<void>
  unlame(zone: string): Promise<void>
  delegate(zone: string, state: Delegation): Promise<void>
}

export async function prepareAuthority(
  namespace: string,
  server: NameServer,
  folder: string,
): Promise<Authority> {
  const home = join(folder, `knot-${server.id}`)
  await mkdir(home, { recursive: true })
  const delegations = new Map<string, Delegation>()
  let zones = server.zones
  let serial = 1
  let daemon: Daemon | undefined
  const write = async () => {
    for (const zone of zones) {
      await writeFile(join(home, fileOf(zone)), zoneText(zone, serial, delegations))
    }
    await writeFile(join(home, 'knot.conf'), configuration(home, server.addresses, zones))
    serial++
  }
  const reload = async () => {
    await write()
    daemon?.signal('SIGHUP')
  }
  return {
    server,
    daemon: () => daemon,
    async start() {
      await write()
      daemon = startDaemon(namespace, 'knotd', ['-c', join(home, 'knot.conf')], join(home, 'log'))
    },
    async lame(zone) {
      zones = zones.filter(served => served !== zone)
      await reload()
    },
    async unlame(zone) {
      zones = server.zones.filter(served => served === zone || zones.includes(served))
      await reload()
    },
    async delegate(zone, state) {
      delegations.set(zone, state)
      await reload()
    },
  }
}

function fileOf(zone: string): string {
  return `${zone === '.' ? 'root' : zone}.zone`
}

function zoneText(zone: string, serial: number, delegations: ReadonlyMap<string, Delegation>): string {
  const origin = zone === '.' ? '.' : `${zone}.`
  const head = `$ORIGIN ${origin}\n$TTL ${ttl}\n@ SOA ns.invalid. host.invalid. ${serial} 60 60 60 2\n`
  return `${head}${zone === '.' ? rootRecords() : registries.includes(zone) ? registryRecords(zone, delegations) : ownRecords(zone)}`
}

const registries: readonly string[] = ['com', 'net', 'org']
const registryAddress = '192.5.6.30'

function rootRecords(): string {
  const tops = registries.map(zone => `${zone}. NS a.gtld-servers.net.\n`)
  return `. NS a.root-servers.net.\na.root-servers.net. A ${rootServer}\na.gtld-servers.net. A ${registryAddress}\n${tops.join('')}`
}

function registryRecords(registry: string, delegations: ReadonlyMap<string, Delegation>): string {
  const own =
    registry === 'net' ? `a.gtld-servers A ${registryAddress}\na.root-servers A ${rootServer}\n` : ''
  const children = Object.keys(hosts).filter(zone => zone.endsWith(`.${registry}`))
  const records = children.map(zone => delegationRecords(zone, delegations.get(zone) ?? 'good'))
  return `@ NS a.gtld-servers.net.\n${own}${records.join('')}`
}

function delegationRecords(zone: string, state: Delegation): string {
  if (state === 'removed') return ''
  const servers =
    state === 'good'
      ? delegationOf(zone)
      : nowhere.map((address, n) => ({ host: `gone${n + 1}.${zone}`, address }))
  return servers
    .map(({ host, address }) => {
      const glue = host.endsWith(`.${zone}`) ? `${host}. A ${address}\n` : ''
      return `${zone}. NS ${host}.\n${glue}`
    })
    .join('')
}

function ownRecords(zone: string): string {
  const servers = delegationOf(zone).map(({ host, address }) => {
    const glue = host.endsWith(`.${zone}`) ? `${host}. A ${address}\n` : ''
    return `@ NS ${host}.\n${glue}`
  })
  const records = Object.entries(hosts[zone] ?? {}).map(([name, address]) => `${name} A ${address}\n`)
  return servers.join('') + records.join('')
}

function configuration(home: string, addresses: readonly string[], zones: readonly string[]): string {
  const entries = zones.map(
    zone => `  - domain: "${zone === '.' ? '.' : `${zone}.`}"\n    file: "${fileOf(zone)}"\n`,
  )
  return `server:
    rundir: "${home}"
    listen: [ ${addresses.map(address => `${address}@53`).join(', ')} ]
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
database:
    storage: "${home}"
log:
  - target: stderr
    any: warning
template:
  - id: default
    storage: "${home}"
    zonefile-sync: -1
    journal-content: none
${entries.length === 0 ? '' : `zone:\n${entries.join('')}`}`
}
