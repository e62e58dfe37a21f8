import {
  delegationOf,
  hosts,
  nameServers,
  namesOf,
  registries,
  registryAddress,
  rootServer,
  signedZones,
} from './plan.ts'
import type { SignatureState, Signer } from './signing.ts'

export const delegations = ['good', 'broken', 'removed'] as const
/** How a zone's delegation stands at the registry. */
export type Delegation = (typeof delegations)[number]

/** How a zone is signed, and whether the registry vouches for its key. */
export const dnssecStates = [
  'good',
  'expired',
  'not-yet-valid',
  'missing',
  'wrong-keys',
  'invalid',
  'no-denial',
  'unsigned',
] as const
export type DnssecState = (typeof dnssecStates)[number]

/** What a zone says, and what its registry says of it. */
interface Standing {
  readonly serial: number
  readonly delegation: Delegation
  readonly dnssec: DnssecState
  /** Name servers (ids) of which the registry has an old address. */
  readonly oldGlue: readonly string[]
  /** It names its last server otherwise than the registry does. */
  readonly ownNameServers: boolean
  /** Full host names that lead elsewhere than in the plan; undefined where there is no such name any more. */
  readonly records: ReadonlyMap<string, string | undefined>
}

const well: Standing = {
  serial: 1,
  delegation: 'good',
  dnssec: 'good',
  oldGlue: [],
  ownNameServers: false,
  records: new Map(),
}

/** Every zone of the world as it stands now. */
export interface Zones {
  standing(zone: string): Standing
  /** Changes a zone and, as it then has something new to say, its serial and its registry's. */
  change(zone: string, change: Partial<Omit<Standing, 'serial'>>): void
  /** One server alone signs otherwise than the zone's others. */
  signAt(server: string, zone: string, state: DnssecState): void
  /** One server keeps what the zone says now and its serial, while the others get a newer one; or catches up. */
  hold(server: string, zone: string, state: 'good' | 'stale'): void
  /** The zone's file as one server has it. */
  textAt(server: string, zone: string): Promise<string>
}

/** Seconds that a record may be kept: short, so that a night fits into minutes. */
const ttl = 5
/** Documentation addresses (RFC 5737): where a broken delegation points, nobody is. */
const nowhere = ['198.51.100.53', '198.51.100.54']

export function createZones(signer: Signer): Zones {
  const standings = new Map<string, Standing>()
  const signedAt = new Map<string, DnssecState>()
  const heldAt = new Map<string, Standing>()
  const standing = (zone: string) => standings.get(zone) ?? well
  const change: Zones['change'] = (zone, changed) => {
    const before = standing(zone)
    standings.set(zone, { ...before, ...changed, serial: before.serial + 1 })
    const registry = parentOf(zone)
    if (registry !== undefined) change(registry, {})
  }
  return {
    standing,
    change,
    signAt(server, zone, state) {
      if (state === 'good') signedAt.delete(`${server} ${zone}`)
      else signedAt.set(`${server} ${zone}`, state)
    },
    hold(server, zone, state) {
      if (state === 'good') {
        heldAt.delete(`${server} ${zone}`)
        return
      }
      heldAt.set(`${server} ${zone}`, standing(zone))
      change(zone, {})
    },
    async textAt(server, zone) {
      const now = heldAt.get(`${server} ${zone}`) ?? standing(zone)
      const text = await zoneText(zone, now, standing, signer)
      if (!isSigned(zone)) return text
      const state = signatureOf(signedAt.get(`${server} ${zone}`) ?? now.dnssec)
      return signer.sign(zone, text, state)
    },
  }
}

function isSigned(zone: string): boolean {
  return signedZones.some(signed => signed === zone)
}

/** The registry that delegates a zone; the root has none. */
function parentOf(zone: string): string | undefined {
  if (zone === '.') return undefined
  return registries.find(registry => zone.endsWith(`.${registry}`)) ?? '.'
}

function signatureOf(state: DnssecState): SignatureState {
  if (state === 'unsigned') return 'missing'
  return state === 'wrong-keys' ? 'good' : state
}

async function zoneText(
  zone: string,
  now: Standing,
  standing: (zone: string) => Standing,
  signer: Signer,
): Promise<string> {
  const origin = zone === '.' ? '.' : `${zone}.`
  const head = `$ORIGIN ${origin}\n$TTL ${ttl}\n@ SOA ns.invalid. host.invalid. ${now.serial} 60 60 60 2\n`
  const isRegistry = registries.some(registry => registry === zone)
  if (zone !== '.' && !isRegistry) return `${head}${ownRecords(zone, now)}`
  const children = zone === '.' ? registries : Object.keys(hosts).filter(child => parentOf(child) === zone)
  const delegated = children.map(async child => {
    const { dnssec, ...rest } = standing(child)
    const key = rest.delegation !== 'good' ? '' : await keyRecord(child, dnssec, signer)
    return `${zone === '.' ? `${child}. NS a.gtld-servers.net.\n` : delegationRecords(child, rest)}${key}`
  })
  return `${head}${isRegistry ? registryRecords(zone) : rootRecords()}${(await Promise.all(delegated)).join('')}`
}

function rootRecords(): string {
  return `. NS a.root-servers.net.\na.root-servers.net. A ${rootServer}\na.gtld-servers.net. A ${registryAddress}\n`
}

function registryRecords(registry: string): string {
  const own =
    registry === 'net' ? `a.gtld-servers A ${registryAddress}\na.root-servers A ${rootServer}\n` : ''
  return `@ NS a.gtld-servers.net.\n${own}`
}

/** The DS record by which a registry vouches for a zone's key; a zone that is meant to be unsigned has none. */
async function keyRecord(zone: string, state: DnssecState, signer: Signer): Promise<string> {
  if (!isSigned(zone) || state === 'unsigned') return ''
  return signer.ds(zone, state === 'wrong-keys' ? 'other' : 'own')
}

function delegationRecords(
  zone: string,
  { delegation, oldGlue }: Pick<Standing, 'delegation' | 'oldGlue'>,
): string {
  if (delegation === 'removed') return ''
  const old = nameServers.filter(({ id }) => oldGlue.includes(id)).flatMap(({ addresses }) => addresses)
  const servers =
    delegation === 'good'
      ? delegationOf(zone).map(server => (old.includes(server.address) ? moved(server) : server))
      : nowhere.map((address, n) => ({ host: `gone${n + 1}.${zone}`, address }))
  return servers
    .map(({ host, address }) => {
      const glue = host.endsWith(`.${zone}`) ? `${host}. A ${address}\n` : ''
      return `${zone}. NS ${host}.\n${glue}`
    })
    .join('')
}

function moved(server: { host: string; address: string }): { host: string; address: string } {
  return { ...server, address: nowhere[0] ?? '' }
}

function ownRecords(zone: string, { ownNameServers, records }: Standing): string {
  const delegated = delegationOf(zone)
  const last = delegated.at(-1)
  const named =
    ownNameServers && last !== undefined
      ? [...delegated.slice(0, -1), { ...last, host: `ns-new.${zone}` }]
      : delegated
  const glue = new Map(
    [...delegated, ...named].filter(({ host }) => host.endsWith(`.${zone}`)).map(each => [each.host, each]),
  )
  return [
    ...named.map(({ host }) => `@ NS ${host}.\n`),
    ...[...glue.values()].map(({ host, address }) => `${host}. A ${address}\n`),
    ...Object.values(hosts[zone] ?? {}).map((address, n) => {
      const name = namesOf(zone)[n] ?? ''
      const now = records.has(name) ? records.get(name) : address
      return now === undefined ? '' : `${name}. A ${now}\n`
    }),
  ].join('')
}
