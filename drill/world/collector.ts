import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Link } from './namespaces.ts'
import { type Daemon, startDaemon } from './shell.ts'

export const feedPort = 8081

/** Starts the route collector: a silent BGP peer of each transit, and its face for followers. */
export async function startCollector(
  namespace: string,
  links: readonly Link[],
  folder: string,
): Promise<{ daemons: Daemon[]; url: string }> {
  const toObservatory = links.find(({ peer }) => peer === 'observatory')
  const peers = links.filter(link => link !== toObservatory)
  const file = join(folder, 'gobgpd.toml')
  await writeFile(file, configuration(peers))
  const address = toObservatory?.address ?? ''
  const bridge = join(import.meta.dirname, '../collector/bridge.ts')
  const numbers = peers.map(({ peerAddress, peerAs }) => `${peerAddress}=${peerAs}`)
  return {
    daemons: [
      startDaemon(namespace, 'gobgpd', ['-f', file, '--pprof-disable'], join(folder, 'gobgpd.log')),
      startDaemon(
        namespace,
        process.execPath,
        [bridge, address, String(feedPort), ...numbers],
        join(folder, 'bridge.log'),
      ),
    ],
    url: `ws://${address}:${feedPort}/v1/ws/?client=prahari-drill`,
  }
}

function configuration(peers: readonly Link[]): string {
  const neighbours = peers.map(
    ({ address, peerAddress, peerAs }) => `[[neighbors]]
  [neighbors.config]
    neighbor-address = "${peerAddress}"
    peer-as = ${peerAs}
  [neighbors.transport.config]
    local-address = "${address}"
    passive-mode = true
`,
  )
  return `[global.config]
  as = 64999
  router-id = "${peers[0]?.address}"
[global.apply-policy.config]
  default-export-policy = "reject-route"
${neighbours.join('')}`
}
