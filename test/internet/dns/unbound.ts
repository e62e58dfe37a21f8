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
  const stubs = Object.entries(zones).map(
    ([zone, servers]) =>
      `stub-zone:\n  name: "${zone}."\n  stub-no-cache: yes\n${servers.map(server => `  stub-addr: ${server}@${place.port}\n`).join('')}`,
  )
  return await start(
    place,
    address,
    `  module-config: "iterator"
  cache-max-ttl: 1
  cache-max-negative-ttl: 1
  infra-host-ttl: 1
  infra-cache-max-rtt: 1000
  outbound-msg-retry: 1
  max-sent-count: 4
${stubs.join('')}`,
  )
}

/**
 * Starts an Unbound resolver that follows the delegations itself, from the root's server on, and validates, by
 * the clock as it is. Name servers must listen on port 53. It takes silence for silence sooner than it usually would.
 */
export async function startWalkingUnbound(
  place: Place,
  address: string,
  rootServer: string,
  trustAnchor: string,
): Promise<Daemon> {
  const hints = join(place.folder, `hints-${address}`)
  await writeFile(hints, `. 60 NS root.\nroot. 60 A ${rootServer}\n`)
  return await start(
    place,
    address,
    `  module-config: "validator iterator"
  root-hints: "${hints}"
  trust-anchor: "${trustAnchor}"
  do-ip6: no
  ede: yes
  unknown-server-time-limit: 100
  infra-cache-max-rtt: 400
  outbound-msg-retry: 2`,
  )
}

async function start(place: Place, address: string, how: string): Promise<Daemon> {
  const folder = join(place.folder, `unbound-${address}`)
  await mkdir(folder, { recursive: true })
  const file = join(folder, 'unbound.conf')
  await writeFile(file, configuration(folder, address, place.port, how))
  return await startDaemon('/usr/sbin/unbound', ['-d', '-p', '-c', file], () => listens(address, place.port))
}

function configuration(folder: string, address: string, port: number, how: string): string {
  return `server:
  interface: ${address}
  port: ${port}
  outgoing-interface: ${address}
  directory: "${folder}"
  chroot: ""
  username: ""
  use-syslog: no
  num-threads: 1
  local-zone: "test." nodefault
  do-not-query-localhost: no
  access-control: 127.0.0.0/8 allow
  qname-minimisation: no
${how}
remote-control:
  control-enable: no
`
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
