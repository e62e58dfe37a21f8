import type { Cause } from '../../model/cause.ts'
import type { Fate } from '../../model/fate.ts'
import type { FindingCode } from '../../model/finding.ts'
import type { FateKey } from '../../model/incident.ts'
import type { Layer } from '../../model/layer.ts'

/** What a key means for one service: whose failures it can explain, and how much it says that two share it. */
export interface Ground {
  readonly explains: ReadonlySet<Layer>
  /** Of these layers these findings alone, where it cannot be why for all. */
  readonly only?: ReadonlySet<FindingCode>
  /** Shared by many who have nothing else in common. */
  readonly broad: boolean
}

export type Grounds = ReadonlyMap<FateKey, Ground>

/** What is lost with whoever answers for the name, and with the way to where they stand. */
const naming: readonly Layer[] = ['route', 'dns']
/** What is lost with the way to where the servers stand, or with those who stand there. */
const serving: readonly Layer[] = ['route', 'tcp', 'tls', 'http', 'content']
/** One certificate is one set of servers: those that hold its key. */
const holdingOneKey: readonly Layer[] = ['tls', 'http', 'content']
/** A deliverer answers for its customers' aliases too; what the page says is the customer's. */
const delivering: readonly Layer[] = ['route', 'dns', 'tcp', 'tls', 'http']
const vouching: readonly Layer[] = ['tls']
/** What an issuer can be why for: that nobody trusts it any more, or that it says what is older or newer than now. */
const vouchedFor: ReadonlySet<FindingCode> = new Set([
  'certificate_untrusted',
  'certificate_chain_incomplete',
  'certificate_not_yet_valid',
])

/**
 * All keys of a service, each with the layers whose failure it explains there: a prefix that holds its name
 * servers explains why the name is lost, one that holds its web servers why they do not answer.
 */
export function groundsOf({
  zones,
  servers,
  certificates,
}: Pick<Fate, 'zones' | 'servers' | 'certificates'>): Grounds {
  const grounds = new Map<FateKey, Ground & { readonly explains: Set<Layer> }>()
  const add = (key: FateKey, layers: readonly Layer[], broad = false, only?: ReadonlySet<FindingCode>) => {
    const held = grounds.get(key)
    if (held !== undefined) for (const layer of layers) held.explains.add(layer)
    else grounds.set(key, { explains: new Set(layers), broad, ...(only && { only }) })
  }
  for (const { zone, operators, nameServers } of zones) {
    if (zone !== undefined) add(`zone:${zone}`, naming)
    for (const operator of operators) add(`operator:${operator}`, naming, true)
    for (const { host, places } of nameServers) {
      add(`ns:${host}`, naming)
      for (const { prefix, as } of places) {
        add(`prefix:${prefix}`, naming)
        if (as !== undefined) add(`as:${as}`, naming, true)
      }
    }
  }
  for (const { prefix, as, cdn } of servers) {
    // A deliverer's prefix holds the fronts of thousands: sharing it says no more than sharing the deliverer.
    add(`prefix:${prefix}`, serving, cdn !== undefined)
    if (as !== undefined) add(`as:${as}`, serving, true)
    if (cdn !== undefined) add(`cdn:${cdn}`, delivering, true)
  }
  for (const { fingerprint, issuer } of certificates) {
    add(`certificate:${fingerprint}`, holdingOneKey)
    add(`issuer:${issuer}`, vouching, true, vouchedFor)
  }
  return grounds
}

/** Findings that lay it at a zone's own door: its servers, or its signatures. */
const ofZone = /^(authoritative|dnssec)_/

/**
 * What a service stands on, and the zones that its causes name as at fault: a registry whose signatures have run
 * out, or a deliverer's zone that an alias led into, binds those whom nothing else does.
 */
export function withFaults(grounds: Grounds, causes: readonly Pick<Cause, 'chain'>[]): Grounds {
  const zones = causes.flatMap(({ chain }) =>
    chain.flatMap(({ code, args }) =>
      ofZone.test(code) && typeof args['zone'] === 'string' ? [args['zone']] : [],
    ),
  )
  const own = zones.filter(zone => !grounds.has(`zone:${zone}`))
  if (own.length === 0) return grounds
  const ground = { explains: new Set(naming), broad: false }
  return new Map<FateKey, Ground>([...grounds, ...own.map(zone => [`zone:${zone}`, ground] as const)])
}

/** A service that fell: what it stands on, and its causes (none: not known yet, it may be any). */
export interface Fallen {
  readonly grounds: Grounds
  readonly causes: readonly Pick<Cause, 'layer' | 'chain'>[]
}

/** Keys that two fallen services share and that explain what befell each; `broad` where no narrow one is among them. */
export function bondOf(a: Fallen, b: Fallen): { keys: FateKey[]; broad: boolean } {
  const keys = [...a.grounds.keys()].filter(key => explains(a, key) && explains(b, key))
  return { keys, broad: keys.every(key => a.grounds.get(key)?.broad || b.grounds.get(key)?.broad) }
}

/** Whether what the service stands on by this key can be why it fell. */
export function explains({ grounds, causes }: Fallen, key: FateKey): boolean {
  const ground = grounds.get(key)
  return ground !== undefined && (causes.length === 0 || causes.some(cause => isWhy(ground, cause)))
}

function isWhy({ explains, only }: Ground, { layer, chain }: Fallen['causes'][number]): boolean {
  return explains.has(layer) && (only === undefined || chain.some(({ code }) => only.has(code)))
}
