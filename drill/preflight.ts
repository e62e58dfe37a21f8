import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { UserError } from '../src/base/user-error.ts'
import { leftBehind, removeFolders, unwire } from './world/namespaces.ts'

/** Each program and the Debian package that brings it. */
const programs = {
  ip: 'iproute2',
  tc: 'iproute2',
  nsenter: 'util-linux',
  bird: 'bird2',
  gobgpd: 'gobgpd',
  gobgp: 'gobgpd',
  knotd: 'knot',
  kdig: 'knot-dnsutils',
  unbound: 'unbound',
  nginx: 'nginx-light',
  openssl: 'openssl',
  curl: 'curl',
  sysctl: 'procps',
  nft: 'nftables',
  prosody: 'prosody',
  mosquitto: 'mosquitto',
  'dnssec-keygen': 'bind9-utils',
  'dnssec-signzone': 'bind9-utils',
  'dnssec-dsfromkey': 'bind9-utils',
} as const

/** Why a drill cannot run here, for people; undefined where it can. */
export function whyNot(): { what: string; todo: string } | undefined {
  if (process.platform !== 'linux') return { what: 'network namespaces need Linux', todo: 'run it on Linux' }
  if (process.getuid?.() !== 0) {
    return { what: 'network namespaces need root', todo: 'run it with sudo, or in a privileged container' }
  }
  const missing = Object.entries(programs).filter(([program]) => !isThere(program))
  if (missing.length === 0) return undefined
  const packages = [...new Set(missing.map(([, name]) => name))].join(' ')
  const names = missing.map(([program]) => program).join(', ')
  return { what: `these programs are not installed: ${names}`, todo: `apt-get install ${packages}` }
}

/** @throws UserError `drill-impossible` */
export function demandWorld(): void {
  const why = whyNot()
  if (why !== undefined) throw new UserError('drill-impossible', why.what, why.todo)
}

/** Removes what drills left that were killed. @returns how many there were */
export async function cleanUp(): Promise<number> {
  const prefixes = await leftBehind()
  for (const prefix of prefixes) {
    await unwire(prefix)
    await removeFolders(prefix)
  }
  return prefixes.length
}

function isThere(program: string): boolean {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin']
  return folders.some(folder => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
