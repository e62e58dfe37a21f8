import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { NameServer } from './plan.ts'
import { type Daemon, startDaemon } from './shell.ts'
import type { Zones } from './zones.ts'

/** An authoritative server that can be told to forget a zone. */
export interface Authority {
  readonly server: NameServer
  start(): Promise<void>
  readonly daemon: () => Daemon | undefined
  /** Forgets a zone: it answers for it no longer. */
  lame(zone: string): Promise<void>
  unlame(zone: string): Promise<void>
  /** Takes up what its zones say now. */
  reload(): Promise<void>
}

export async function prepareAuthority(
  namespace: string,
  server: NameServer,
  contents: Zones,
  folder: string,
): Promise<Authority> {
  const home = join(folder, `knot-${server.id}`)
  await mkdir(home, { recursive: true })
  const written = new Map<string, string>()
  let zones = server.zones
  let daemon: Daemon | undefined
  const write = async () => {
    for (const zone of zones) {
      const text = await contents.textAt(server.id, zone)
      if (written.get(zone) === text) continue
      await writeFile(join(home, fileOf(zone)), text)
      written.set(zone, text)
    }
    await writeFile(join(home, 'knot.conf'), configuration(home, server.addresses, zones))
  }
  const reload = async () => {
    await write()
    daemon?.signal('SIGHUP')
  }
  return {
    server,
    reload,
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
  }
}

function fileOf(zone: string): string {
  return `${zone === '.' ? 'root' : zone}.zone`
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
