import { mkdir, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { type Daemon, startDaemon } from './daemon.ts'
import type { Place } from './place.ts'

/**
 * Starts an Unbound resolver on one address. It is told each zone's servers, because it would ask those of
 * a delegation on port 53; it gives up on silent ones within about a second.
 */
export async function startUnbound(
  place: Place,
  address: string,
  zones: Readonly<Record<string, readonly string[]>>,
): Promise<Daemon> {
  const folder = join(place.folder, `unbound-${address}`)
  await mkdir(folder, { recursive: true })
  const file = join(folder, 'unbound.conf')
  await writeFile(file, configuration(folder, address, place.port, zones))
  return await startDaemon('/usr/sbin/unbound', ['-d', '-p', '-c', file], () => listens(address, place.port))
}

function configuration(
  folder: string,
  address: string,
  port: number,
  zones: Readonly<Record<string, readonly string[]>>,
): string {
  const stubs = Object.entries(zones).map(
    ([zone, servers]) =>
      `stub-zone:\n  name: "${zone}."\n  stub-no-cache: yes\n${servers.map(server => `  stub-addr: ${server}@${port}\n`).join('')}`,
  )
  return `server:
  interface: ${address}
  port: ${port}
  outgoing-interface: ${address}
  directory: "${folder}"
  chroot: ""
  username: ""
  use-syslog: no
  num-threads: 1
  module-config: "iterator"
  local-zone: "test." nodefault
  do-not-query-localhost: no
  access-control: 127.0.0.0/8 allow
  infra-host-ttl: 1
  infra-cache-max-rtt: 1000
  outbound-msg-retry: 1
  max-sent-count: 4
  cache-max-ttl: 1
  cache-max-negative-ttl: 1
  qname-minimisation: no
remote-control:
  control-enable: no
${stubs.join('')}`
}

function listens(address: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host: address, port })
    const settle = (heard: boolean) => {
      socket.destroy()
      resolve(heard)
    }
    socket.on('connect', () => settle(true)).on('error', () => settle(false))
  })
}
