import { z } from 'zod'
import { FindingArgs } from './finding.ts'
import { FateKey, type FateKind, fateKinds } from './incident.ts'
import { Timestamp } from './observation.ts'

/** An address and where it lies. */
export const Place = z.object({
  address: z.string(),
  /** The most specific announced prefix; where no route is known, the block that it can be taken for. */
  prefix: z.string(),
  /** The network that announces it; absent where that is not known. */
  as: z.number().int().optional(),
  /** How that network is called. */
  network: z.string().optional(),
  /** The next wider announcement, which stays when only the prefix is withdrawn. */
  covering: z.string().optional(),
  /** Who delivers from it in others' name, where that is known of it. */
  cdn: z.string().optional(),
})
export type Place = z.infer<typeof Place>

/** A zone in which names of the service lie, and who answers for it. */
export const StandingZone = z.object({
  zone: z.string().optional(),
  /** The top-level domain in whose registry it is. */
  registry: z.string().optional(),
  operators: z.array(z.string()),
  nameServers: z.array(z.object({ host: z.string(), places: z.array(Place) })),
})
export type StandingZone = z.infer<typeof StandingZone>

const StandingCertificate = z.object({
  fingerprint: z.string(),
  issuer: z.string(),
  subject: z.string(),
  notAfter: Timestamp,
})

/** `serious`: it has taken down great services; `moderate`: worth a plan; `slight`: nearly everyone lives with it. */
export const Severity = z.enum(['serious', 'moderate', 'slight'])
export type Severity = z.infer<typeof Severity>

/**
 * What a service would be lost with, seen before the night. To add one: a line here with its severity, a
 * test for it in judge/fate/single-points.ts, a sentence in each locale.
 * RFC 2182 §3.1 wants name servers apart in the network and on the map; all of them in one network is what
 * made the outage of 4 October 2021 whole.
 */
export const singlePointSeverities = {
  one_name_server: 'serious',
  name_servers_in_one_prefix: 'serious',
  name_servers_under_one_announcement: 'serious',
  name_servers_in_one_as: 'serious',
  name_servers_by_one_operator: 'moderate',
  one_address: 'moderate',
  servers_in_one_as: 'moderate',
  servers_behind_one_cdn: 'moderate',
  name_servers_in_own_zone: 'slight',
  one_issuer: 'slight',
  one_registry: 'slight',
} as const satisfies Record<string, Severity>

export type SinglePointCode = keyof typeof singlePointSeverities
export const SinglePointCode = z.enum(
  Object.keys(singlePointSeverities) as [SinglePointCode, ...SinglePointCode[]],
)

export const SinglePoint = z.object({
  code: SinglePointCode,
  severity: Severity,
  args: FindingArgs,
  /** What others may stand on too. */
  key: FateKey.optional(),
})
export type SinglePoint = z.infer<typeof SinglePoint>

/** What one service was seen to stand on. */
export const Fate = z.object({
  service: z.string(),
  zones: z.array(StandingZone),
  servers: z.array(Place),
  certificates: z.array(StandingCertificate),
  /** All of it as keys, the most particular first. */
  keys: z.array(FateKey),
  /** The gravest first. */
  singlePoints: z.array(SinglePoint),
})
export type Fate = z.infer<typeof Fate>

export function kindOf(key: FateKey): FateKind {
  return key.slice(0, key.indexOf(':')) as FateKind
}

/** `AS32934` of `as:32934`, `a.ns.facebook.com` of `ns:a.ns.facebook.com`. */
export function nameOf(key: FateKey): string {
  const name = key.slice(key.indexOf(':') + 1)
  return kindOf(key) === 'as' ? `AS${name}` : name
}

/** `AS32934 Facebook, Inc.`, or the number alone where its name is not known. */
export function networkName(as: number, name?: string): string {
  return name === undefined ? `AS${as}` : `AS${as} ${name}`
}

/** The most particular first, then by name. */
export function compareKeys(a: FateKey, b: FateKey): number {
  return fateKinds.indexOf(kindOf(a)) - fateKinds.indexOf(kindOf(b)) || (a < b ? -1 : a > b ? 1 : 0)
}

/** What two services share, the most particular first. */
export function sharedKeys(a: Fate, b: Fate): FateKey[] {
  const other = new Set(b.keys)
  return a.keys.filter(key => other.has(key))
}
