import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Site, sites } from './plan.ts'
import { inside, run } from './shell.ts'

/** One end of a cable between two sites. */
export interface Link {
  readonly device: string
  readonly address: string
  readonly peer: string
  readonly peerAddress: string
  readonly peerAs: number
}

/** Every site's namespace and cables. */
export interface Wiring {
  namespace(site: string): string
  readonly links: ReadonlyMap<string, readonly Link[]>
}

const collector: Site = {
  id: 'collector',
  as: 64999,
  prefixes: [],
  addresses: [],
  links: ['transit-1', 'transit-2', 'transit-3', 'observatory'],
}
export const allSites: readonly Site[] = [...sites, collector]

/** Makes the namespaces and cables of the world; their names begin with `prefix`. */
export async function wire(prefix: string): Promise<Wiring> {
  const namespace = (site: string) => `${prefix}-${site}`
  const cables = plannedCables()
  for (const { id } of allSites) await run('ip', ['netns', 'add', namespace(id)])
  const laid = allSites.map(site =>
    site.links
      .map(peer => {
        const device = `to-${peer}`
        return `link add ${device} type veth peer name to-${site.id} netns ${namespace(peer)}\n`
      })
      .join(''),
  )
  await Promise.all(allSites.map(({ id }, n) => run('ip', ['-n', namespace(id), '-batch', '-'], laid[n])))
  await Promise.all(allSites.map(site => prepare(namespace(site.id), site, cables.get(site.id) ?? [])))
  return { namespace, links: cables }
}

async function prepare(namespace: string, site: Site, links: readonly Link[]): Promise<void> {
  const settings = [
    'net.ipv6.conf.all.disable_ipv6=1',
    'net.ipv6.conf.default.disable_ipv6=1',
    'net.ipv4.ip_forward=1',
    'net.ipv4.conf.all.rp_filter=0',
    'net.ipv4.conf.default.rp_filter=0',
  ]
  await run(...inside(namespace, 'sysctl', ['-qw', ...settings]))
  const lines = ['link set lo up']
  for (const address of site.addresses) lines.push(`addr add ${address}/32 dev lo`)
  // What is not used of the own prefixes leads into silence, not to "unreachable".
  for (const own of site.prefixes) lines.push(`route add blackhole ${own}`)
  for (const { device, address } of links) {
    lines.push(`addr add ${address}/30 dev ${device}`, `link set ${device} up`)
  }
  await run('ip', ['-n', namespace, '-batch', '-'], `${lines.join('\n')}\n`)
}

function plannedCables(): Map<string, Link[]> {
  const cables = new Map<string, Link[]>(allSites.map(({ id }) => [id, []]))
  let number = 0
  for (const site of allSites) {
    for (const peer of site.links) {
      const other = allSites.find(({ id }) => id === peer)
      if (other === undefined) throw new Error(`the plan links ${site.id} to ${peer}, which is not there`)
      const [near, far] = [`10.255.${number}.1`, `10.255.${number}.2`]
      cables
        .get(site.id)
        ?.push({ device: `to-${peer}`, address: near, peer, peerAddress: far, peerAs: other.as })
      cables
        .get(peer)
        ?.push({ device: `to-${site.id}`, address: far, peer: site.id, peerAddress: near, peerAs: site.as })
      number++
    }
  }
  return cables
}

/** Ends what still runs in the namespaces of a prefix, then removes them. */
export async function unwire(prefix: string): Promise<void> {
  for (const name of await namespacesOf(prefix)) {
    const pids = await run('ip', ['netns', 'pids', name]).catch(() => '')
    for (const pid of pids.split('\n').filter(line => line !== '')) {
      try {
        process.kill(Number(pid), 'SIGKILL')
      } catch {
        // It has ended by itself in the meantime.
      }
    }
    await run('ip', ['netns', 'del', name]).catch(() => {})
  }
}

/** Prefixes of drills whose process is gone: `kill -9` leaves its namespaces and its folder behind. */
export async function leftBehind(): Promise<string[]> {
  const names = [...(await allNamespaces()), ...(await readdir(tmpdir()))]
  const pids = new Set(names.map(name => /^(?:prahari-drill-)?prh(\d+)-/.exec(name)?.[1]))
  return [...pids].filter(pid => pid !== undefined && !existsSync(`/proc/${pid}`)).map(pid => `prh${pid}`)
}

/** Removes the folders of a prefix. */
export async function removeFolders(prefix: string): Promise<void> {
  const names = await readdir(tmpdir())
  for (const name of names.filter(name => name.startsWith(`prahari-drill-${prefix}-`))) {
    await rm(join(tmpdir(), name), { recursive: true, force: true })
  }
}

export async function namespacesOf(prefix: string): Promise<string[]> {
  return (await allNamespaces()).filter(name => name.startsWith(`${prefix}-`))
}

function allNamespaces(): Promise<string[]> {
  // The folder is made with the first namespace.
  return existsSync('/run/netns') ? readdir('/run/netns') : Promise.resolve([])
}
