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

/** Takes in what a look at `target` saw. */
export function remember(
  memory: FateMemory,
  { target, vantagePoint, at }: Pick<Observation, 'target' | 'vantagePoint' | 'at'>,
  { addresses = [], zone, nameServers = [], certificate, aliases, networks }: Seen,
): void {
  if (addresses.length > 0) {
    let held = memory.servers[target]
    if (held === undefined) {
      held = {}
      memory.servers[target] = held
    }
    held[vantagePoint] = { at, addresses }
    forgetOld(held, at - policy.fate.forgetAfterMs)
    // The newest look that led anywhere says whether it did so by aliases.
    if (nameServers.length > 0 || aliases !== undefined) memory.aliases[target] = aliases ?? []
  }
  if (nameServers.length > 0)
    memory.names[target] = zone === undefined ? { nameServers } : { zone, nameServers }
  if (networks !== undefined && networks.length > 0) memory.networks[target] = networks
  if (certificate !== undefined && memory.certificates[target]?.fingerprint !== certificate.fingerprint) {
    const { fingerprint, issuer, subject, notAfter } = certificate
    memory.certificates[target] = { fingerprint, issuer, subject, notAfter }
  }
}

/** Lets go of what a vantage point saw long before the newest look of any. */
function forgetOld(held: Record<string, { at: number }>, oldest: number): void {
  for (const vantagePoint in held) {
    const entry = held[vantagePoint]
    if (entry !== undefined && entry.at < oldest) delete held[vantagePoint]
  }
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
