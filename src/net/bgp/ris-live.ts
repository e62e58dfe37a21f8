import ipaddr from 'ipaddr.js'
import { z } from 'zod'

/** What one router said of one prefix; without `path` it withdrew it. */
export interface RouteChange {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly peer: string
  readonly peerAs: number
  readonly prefix: string
  readonly path?: readonly number[]
}

export type RisMessage =
  | { readonly kind: 'changes'; readonly changes: readonly RouteChange[] }
  | { readonly kind: 'peer'; readonly at: number; readonly peer: string; readonly state: 'up' | 'down' }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'other' }

const AsNumber = z.coerce.number().int().nonnegative()
const Update = z.object({
  timestamp: z.number(),
  peer: z.string(),
  peer_asn: AsNumber,
  // An AS set is a list within the list.
  path: z.array(z.union([AsNumber, z.array(AsNumber)])).default([]),
  announcements: z.array(z.object({ prefixes: z.array(z.string()) })).default([]),
  withdrawals: z.array(z.string()).default([]),
})
const PeerState = z.object({
  type: z.literal('RIS_PEER_STATE'),
  timestamp: z.number(),
  peer: z.string(),
  state: z.enum(['connected', 'down']),
})
const Envelope = z.object({ type: z.string(), data: z.unknown() })
const Problem = z.object({ message: z.string() })

/**
 * Reads one message of a RIS Live stream (https://ris-live.ripe.net/manual/). It takes what real streams
 * hold: prefixes repeated for a link-local next hop, IPv6 written in full, AS sets, messages without a
 * type. What is no route change is `other`; it never throws.
 */
export function readRisMessage(text: string): RisMessage {
  const envelope = Envelope.safeParse(parsed(text))
  if (!envelope.success) return { kind: 'other' }
  const { type, data } = envelope.data
  if (type === 'ris_error') {
    return { kind: 'error', message: Problem.safeParse(data).data?.message ?? 'without a message' }
  }
  if (type !== 'ris_message') return { kind: 'other' }
  const update = Update.safeParse(data)
  if (!update.success) return { kind: 'other' }
  const peer = PeerState.safeParse(data)
  if (peer.success) return readPeerState(peer.data)
  const changes = changesOf(update.data)
  return changes.length === 0 ? { kind: 'other' } : { kind: 'changes', changes }
}

function readPeerState({ timestamp, peer, state }: z.infer<typeof PeerState>): RisMessage {
  const at = Math.round(timestamp * 1000)
  return { kind: 'peer', at, peer, state: state === 'connected' ? 'up' : 'down' }
}

/** Asks for everything said of the prefixes that hold an address, or for no more of it. */
export function subscription(address: string, verb: 'ris_subscribe' | 'ris_unsubscribe'): string {
  const bits = ipaddr.parse(address).kind() === 'ipv6' ? 128 : 32
  return JSON.stringify({
    type: verb,
    data: { type: 'UPDATE', prefix: `${address}/${bits}`, lessSpecific: true, moreSpecific: false },
  })
}

/** Asks to be told when a collector loses one of its routers, and when it has it again. */
export const peerStates = JSON.stringify({ type: 'ris_subscribe', data: { type: 'RIS_PEER_STATE' } })

/** The one way of writing a prefix: compressed, host bits zero; undefined for what is none. */
export function canonicalPrefix(prefix: string): string | undefined {
  if (!ipaddr.isValidCIDR(prefix)) return undefined
  const [address, bits] = ipaddr.parseCIDR(prefix)
  const network =
    address.kind() === 'ipv6'
      ? ipaddr.IPv6.networkAddressFromCIDR(prefix)
      : ipaddr.IPv4.networkAddressFromCIDR(prefix)
  return `${network.toString()}/${bits}`
}

/** True where a prefix holds an address. A default route holds all and says nothing, so it never does. */
export function prefixHolds(prefix: string, address: string): boolean {
  const [network, bits] = ipaddr.parseCIDR(prefix)
  const parsedAddress = ipaddr.parse(address)
  return bits > 0 && network.kind() === parsedAddress.kind() && parsedAddress.match(network, bits)
}

function changesOf(update: z.infer<typeof Update>): RouteChange[] {
  const said = { at: Math.round(update.timestamp * 1000), peer: update.peer, peerAs: update.peer_asn }
  const path = update.path.flat()
  const withdrawn = canonical(update.withdrawals).map(prefix => ({ ...said, prefix }))
  const announced = canonical(update.announcements.flatMap(({ prefixes }) => prefixes))
  return [...withdrawn, ...announced.map(prefix => ({ ...said, prefix, path }))]
}

function canonical(prefixes: readonly string[]): string[] {
  return [...new Set(prefixes.map(canonicalPrefix).filter(prefix => prefix !== undefined))]
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
