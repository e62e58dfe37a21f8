import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rootServer } from './plan.ts'
import { type Daemon, startDaemon } from './shell.ts'

/** A recursive resolver that people use. `servfail` makes it answer everything with SERVFAIL. */
export interface Resolver {
  readonly daemon: () => Daemon | undefined
  start(mood?: 'good' | 'servfail'): Promise<void>
}

export async function prepareResolver(
  namespace: string,
  address: string,
  trustAnchors: string,
  folder: string,
): Promise<Resolver> {
  const home = join(folder, `unbound-${address}`)
  await mkdir(home, { recursive: true })
  await writeFile(
    join(home, 'root.hints'),
    `. 3600000 NS a.root-servers.net.\na.root-servers.net. 3600000 A ${rootServer}\n`,
  )
  let daemon: Daemon | undefined
  return {
    daemon: () => daemon,
    async start(mood = 'good') {
      await daemon?.stop()
      await writeFile(join(home, 'unbound.conf'), configuration(home, address, trustAnchors, mood))
      const args = ['-d', '-p', '-c', join(home, 'unbound.conf')]
      daemon = startDaemon(namespace, 'unbound', args, join(home, 'log'))
    },
  }
}

/**
 * Gives up on silent servers within seconds, where the defaults would hide a compressed night. So does a cache
 * of keys that holds a single one: otherwise what is bad of them is kept for a minute.
 */
function configuration(
  home: string,
  address: string,
  trustAnchors: string,
  mood: 'good' | 'servfail',
): string {
  return `server:
  interface: ${address}
  outgoing-interface: ${address}
  access-control: 0.0.0.0/0 allow
  directory: "${home}"
  chroot: ""
  username: ""
  use-syslog: no
  num-threads: 1
  do-ip6: no
  module-config: "validator iterator"
  trust-anchor-file: "${trustAnchors}"
  trust-anchor-signaling: no
  val-bogus-ttl: 2
  key-cache-size: 0
  key-cache-slabs: 1
  root-hints: "${home}/root.hints"
  infra-host-ttl: 2
  infra-cache-max-rtt: 1000
  outbound-msg-retry: 1
  max-sent-count: 8
  cache-max-negative-ttl: 2
  serve-expired: no
  qname-minimisation: no
${mood === 'servfail' ? '  do-not-query-address: 0.0.0.0/0\n' : ''}remote-control:
  control-enable: no
`
}
