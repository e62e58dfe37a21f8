import { isDeepStrictEqual } from 'node:util'
import type { NameServer, Network, Observation, Seen } from '../../model/observation.ts'
import { policy } from '../policy.ts'

type Certificate = NonNullable<Seen['certificate']>

/**
 * What the newest looks at one service showed of what it stands on, by target. Plain JSON. A look that saw
 * nothing leaves what was known: it is what explains the fall.
 */
export interface FateMemory {
  /** By vantage point, for one name leads to other addresses elsewhere. */
  servers: Record<string, Record<string, { at: number; addresses: string[] }>>
  names: Record<string, { zone?: string; nameServers: NameServer[] }>
  certificates: Record<string, Pick<Certificate, 'fingerprint' | 'issuer' | 'subject' | 'notAfter'>>
  aliases: Record<string, string[]>
  /** By prefix, its AS: what those who looked had heard of the addresses. */
  networks: Record<string, Network[]>
}

export function newFateMemory(): FateMemory {
  return { servers: {}, names: {}, certificates: {}, aliases: {}, networks: {} }
}

/** Takes in what a look at `target` saw. @returns whether that is anything new */
export function remember(
  memory: FateMemory,
  look: Pick<Observation, 'target' | 'vantagePoint' | 'at'>,
  seen: Seen,
): boolean {
  const { target } = look
  const { addresses = [], zone, nameServers = [], certificate, aliases, networks = [] } = seen
  let news = addresses.length > 0 && rememberServers(memory, look, addresses)
  const keep = <Kind extends 'names' | 'certificates' | 'aliases' | 'networks'>(
    kind: Kind,
    value: FateMemory[Kind][string],
  ) => {
    if (isDeepStrictEqual(memory[kind][target], value)) return
    memory[kind][target] = value
    news = true
  }
  // The newest look that led anywhere says whether it did so by aliases.
  if (addresses.length > 0 && (nameServers.length > 0 || aliases !== undefined))
    keep('aliases', aliases ?? [])
  if (nameServers.length > 0 && !isHeld(memory.names[target], zone, nameServers))
    keep('names', zone === undefined ? { nameServers } : { zone, nameServers })
  if (networks.length > 0) keep('networks', networks)
  if (certificate !== undefined && memory.certificates[target]?.fingerprint !== certificate.fingerprint) {
    const { fingerprint, issuer, subject, notAfter } = certificate
    keep('certificates', { fingerprint, issuer, subject, notAfter })
  }
  return news
}

/** As with nearly every look: worth being found out without a comparison of everything. */
function isHeld(
  held: FateMemory['names'][string] | undefined,
  zone: string | undefined,
  nameServers: readonly NameServer[],
): boolean {
  return (
    held !== undefined &&
    held.zone === zone &&
    held.nameServers.length === nameServers.length &&
    held.nameServers.every(({ host, addresses }, index) => {
      const other = nameServers[index]
      return host === other?.host && areSame(addresses, other.addresses)
    })
  )
}

function areSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((text, index) => text === others[index])
}

function rememberServers(
  { servers }: FateMemory,
  { target, vantagePoint, at }: Pick<Observation, 'target' | 'vantagePoint' | 'at'>,
  addresses: string[],
): boolean {
  let held = servers[target]
  if (held === undefined) {
    held = {}
    servers[target] = held
  }
  const before = held[vantagePoint]?.addresses
  held[vantagePoint] = { at, addresses }
  const forgotten = forgetOld(held, at - policy.fate.forgetAfterMs)
  return forgotten || before === undefined || !areSame(before, addresses)
}

/** Lets go of what a vantage point saw long before the newest look of any. */
function forgetOld(held: Record<string, { at: number }>, oldest: number): boolean {
  let forgotten = false
  for (const vantagePoint in held) {
    const entry = held[vantagePoint]
    if (entry === undefined || entry.at >= oldest) continue
    delete held[vantagePoint]
    forgotten = true
  }
  return forgotten
}

/** Lets go of every target that is not looked at any more. */
export function keepOnly(memory: FateMemory, targets: ReadonlySet<string>): void {
  for (const part of Object.values(memory) as Record<string, unknown>[]) {
    for (const target of Object.keys(part)) if (!targets.has(target)) delete part[target]
  }
}

/** Addresses of the name servers that were seen under any of these targets. */
export function nameServerAddresses({ names }: FateMemory, targets: readonly string[]): string[] {
  const addresses = targets.flatMap(target =>
    (names[target]?.nameServers ?? []).flatMap(server => server.addresses),
  )
  return [...new Set(addresses)].sort()
}

export function serverAddresses({ servers }: FateMemory, targets: readonly string[]): string[] {
  const addresses = targets.flatMap(target =>
    Object.values(servers[target] ?? {}).flatMap(({ addresses }) => addresses),
  )
  return [...new Set(addresses)].sort()
}
