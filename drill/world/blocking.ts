import { join } from 'node:path'
import type { CensorOptions } from './censor.ts'
import { webServers } from './plan.ts'
import { type Daemon, inside, run, startDaemon } from './shell.ts'

/** How a country keeps people from a name; see `CensorOptions`. */
export const blockings = ['nxdomain', 'forged', 'bogon', 'reset'] as const
export type Blocking = (typeof blockings)[number]

/** Every host name of the web in the world, with its address. */
export const webNames: Readonly<Record<string, string>> = Object.fromEntries(
  webServers.flatMap(({ names, address }) => names.map(name => [name, address])),
)

const ports = { dnsPort: 5353, tlsPort: 8443 }
/** Debian's `nobody`. */
const uid = 65_534

/** Puts a middlebox into a vantage point's way out: packets of these names are led to it by nftables. */
export async function block(
  namespace: string,
  names: readonly string[],
  by: Blocking,
  log: string,
): Promise<Daemon> {
  const options: CensorOptions = { names, by, addresses: webNames, uid, ...ports }
  const program = join(import.meta.dirname, 'censor.ts')
  const daemon = startDaemon(namespace, process.execPath, [program, JSON.stringify(options)], log)
  await run(...inside(namespace, 'nft', ['-f', '-']), rules(names, by))
  return daemon
}

export async function unblock(namespace: string, censor: Daemon | undefined): Promise<void> {
  await run(...inside(namespace, 'nft', ['delete', 'table', 'ip', 'censor']))
  await censor?.stop()
}

function rules(names: readonly string[], by: Blocking): string {
  const led =
    by === 'reset'
      ? [
          `meta skuid ${uid} accept`,
          `ip daddr { ${[...new Set(names.map(name => webNames[name]))].join(', ')} } tcp dport 443 redirect to :${ports.tlsPort}`,
        ]
      : names.map(name => `udp dport 53 ${asksFor(name)} redirect to :${ports.dnsPort}`)
  return `table ip censor {
  chain out { type nat hook output priority -100; ${led.map(rule => `${rule};`).join(' ')} }
}
`
}

/** Matches a question for exactly this name, 20 bytes behind the beginning of the UDP header. */
function asksFor(name: string): string {
  const labels = name.split('.').map(label => [label.length, ...Buffer.from(label)])
  const wire = Buffer.from([...labels.flat(), 0])
  // A register of nftables holds 16 bytes.
  const chunks = Array.from({ length: Math.ceil(wire.length / 16) }, (_, n) =>
    wire.subarray(n * 16, (n + 1) * 16),
  )
  return chunks
    .map((chunk, n) => `@th,${160 + n * 128},${chunk.length * 8} 0x${chunk.toString('hex')}`)
    .join(' ')
}
