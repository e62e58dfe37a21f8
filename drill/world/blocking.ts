import { join } from 'node:path'
import type { CensorOptions } from './censor.ts'
import { nameServers, resolvers, webServers } from './plan.ts'
import { type Daemon, inside, run, startDaemon } from './shell.ts'

/** How a country keeps people from a name; see `CensorOptions`. */
export const blockings = ['nxdomain', 'forged', 'bogon', 'page', 'reset'] as const
export type Blocking = (typeof blockings)[number]

/** Every host name of the web in the world, with its address. */
export const webNames: Readonly<Record<string, string>> = Object.fromEntries(
  webServers.flatMap(({ names, address }) => names.map(name => [name, address])),
)

const tlsPort = 8443
/** Debian's `nobody`. */
const uid = 65_534
/** By this mark the vantage point's own routing knows a packet that goes to the middlebox. */
const [mark, table] = ['0x51', '100']
const servers = [...nameServers.flatMap(({ addresses }) => addresses), ...Object.keys(resolvers)]

/**
 * Puts a middlebox into a vantage point's way out. Each question for one of the names is told by its bytes,
 * marked, and routed to the middlebox, which stands at every DNS server's address; connections are led to it
 * by their address. Whatever else goes out goes its usual way.
 */
export async function block(
  namespace: string,
  names: readonly string[],
  by: Blocking,
  log: string,
): Promise<Daemon> {
  const options: CensorOptions = { names, by, addresses: webNames, servers, tlsPort, uid }
  const program = join(import.meta.dirname, 'censor.ts')
  await within(namespace, 'sysctl', [
    '-qw',
    'net.ipv4.ip_nonlocal_bind=1',
    'net.ipv4.conf.all.accept_local=1',
  ])
  // The middlebox answers in the servers' names, which it may only from addresses of its own; that they are
  // here must hold for what is marked alone.
  await within(
    namespace,
    'ip',
    ['-batch', '-'],
    servers.map(server => `addr add ${server}/32 dev lo\n`).join(''),
  )
  await within(
    namespace,
    'ip',
    ['-batch', '-'],
    servers.map(server => `route del table local local ${server} dev lo\n`).join(''),
  )
  await within(namespace, 'ip', ['rule', 'add', 'fwmark', mark, 'lookup', table])
  await within(namespace, 'ip', ['route', 'add', 'local', 'default', 'dev', 'lo', 'table', table])
  const daemon = startDaemon(namespace, process.execPath, [program, JSON.stringify(options)], log)
  await within(namespace, 'nft', ['-f', '-'], rules(names, by))
  return daemon
}

export async function unblock(namespace: string, censor: Daemon | undefined): Promise<void> {
  await within(namespace, 'nft', ['delete', 'table', 'ip', 'censor'])
  await within(namespace, 'ip', ['rule', 'del', 'fwmark', mark])
  await within(namespace, 'ip', ['route', 'flush', 'table', table])
  await within(
    namespace,
    'ip',
    ['-batch', '-'],
    servers.map(server => `addr del ${server}/32 dev lo\n`).join(''),
  )
  await censor?.stop()
}

async function within(namespace: string, command: string, args: string[], input?: string): Promise<void> {
  await run(...inside(namespace, command, args), input)
}

function rules(names: readonly string[], by: Blocking): string {
  const addresses = [...new Set(names.map(name => webNames[name]))].join(', ')
  const chain =
    by === 'reset'
      ? `type nat hook output priority -100; meta skuid ${uid} accept; ip daddr { ${addresses} } tcp dport 443 redirect to :${tlsPort};`
      : `type route hook output priority -150; ${names.map(name => `udp dport 53 ${asksFor(name)} meta mark set ${mark};`).join(' ')}`
  return `table ip censor {
  chain out { ${chain} }
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
