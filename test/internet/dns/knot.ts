import { Resolver } from 'node:dns/promises'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Daemon, startDaemon } from './daemon.ts'
import type { Place } from './place.ts'

/** An authoritative server on some addresses: each zone with its records, without SOA, in zone file form. */
export interface Authority {
  readonly addresses: readonly string[]
  /** `{ 'example.test': '@ NS ns1\nns1 A 127.0.0.1' }`; relative names end at the zone. */
  readonly zones: Readonly<Record<string, string>>
  /** Zones as whole zone files, their SOA among the records; one that no server can load is served as SERVFAIL. */
  readonly files?: Readonly<Record<string, string>>
}

/** Starts a Knot DNS server; ready when it answers for its first zone. */
export async function startKnot(place: Place, authority: Authority): Promise<Daemon> {
  const folder = join(place.folder, `knot-${authority.addresses.join('-').replaceAll(':', '_')}`)
  await mkdir(folder, { recursive: true })
  const zones = Object.entries(authority.zones)
  for (const [zone, records] of zones) {
    const head = `$ORIGIN ${zone === '.' ? '.' : `${zone}.`}\n$TTL 60\n@ SOA ns host 1 60 60 60 5\n`
    await writeFile(join(folder, zoneFile(zone)), `${head}${records}\n`)
  }
  for (const [zone, text] of Object.entries(authority.files ?? {}))
    await writeFile(join(folder, zoneFile(zone)), text)
  const file = join(folder, 'knot.conf')
  await writeFile(file, configuration(folder, place.port, authority))
  const [first] = zones
  return await startDaemon('/usr/sbin/knotd', ['-c', file], async () =>
    first === undefined
      ? answers(authority, place, 'nowhere', true)
      : answers(authority, place, first[0], false),
  )
}

function zoneFile(zone: string): string {
  return zone === '.' ? 'root.zone' : `${zone}.zone`
}

function configuration(folder: string, port: number, { addresses, zones, files }: Authority): string {
  const entries = Object.keys({ ...zones, ...files }).map(
    zone => `  - domain: "${zone === '.' ? '.' : `${zone}.`}"\n    file: "${zoneFile(zone)}"\n`,
  )
  return `server:
    rundir: "${folder}"
    listen: [ ${addresses.map(address => `${address}@${port}`).join(', ')} ]
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
database:
    storage: "${folder}"
log:
  - target: stderr
    any: warning
template:
  - id: default
    storage: "${folder}"
    zonefile-sync: -1
    journal-content: none
${entries.length === 0 ? '' : `zone:\n${entries.join('')}`}`
}

async function answers(
  { addresses }: Authority,
  place: Place,
  zone: string,
  denialToo: boolean,
): Promise<boolean> {
  const resolver = new Resolver({ timeout: 200, tries: 1 })
  const [address = ''] = addresses
  resolver.setServers([`${address.includes(':') ? `[${address}]` : address}:${place.port}`])
  try {
    await resolver.resolveSoa(zone)
    return true
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    return denialToo && (code === 'EREFUSED' || code === 'ENOTFOUND')
  }
}
