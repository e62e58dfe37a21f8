import ipaddr from 'ipaddr.js'
import type { RouteFeed, RouteUpdate } from '../model/evidence.ts'
import { policy } from './policy.ts'

/** What the routers that a collector hears have said last of each prefix. Plain JSON. */
export interface RoutesState {
  connected: Record<string, boolean>
  /** prefix → peer → its AS path's origin, or null where the peer has withdrawn it; `at` is the newest change. */
  prefixes: Record<string, { at: number; origin: number; peers: Record<string, boolean> }>
}

/** How an address is reached, by its most specific prefix. */
export interface RouteView {
  prefix: string
  visible: number
  peers: number
  withdrawn: boolean
  /** When the newest change to this prefix was seen. */
  at: number
  origin: number
  /** The next less specific prefix that is still there: packets may still go somewhere, and find nothing. */
  covering: string | undefined
}

/**
 * The routing table as far as the watched addresses need it. A peer's withdrawal counts only of what that
 * peer had announced, so that "visible from n of N" is right also when listening began in the middle.
 */
export class Routes {
  readonly state: RoutesState
  readonly #coveringByAddress = new Map<string, string[]>()

  constructor(state: RoutesState = { connected: {}, prefixes: {} }) {
    this.state = state
  }

  hearFeed({ collector, state }: RouteFeed): void {
    this.state.connected[collector] = state === 'connected'
  }

  hear({ collector, peer, prefix, path, at }: RouteUpdate): void {
    const key = `${collector} ${peer}`
    let entry = this.state.prefixes[prefix]
    if (entry === undefined) {
      if (path === undefined) return
      entry = { at, origin: 0, peers: {} }
      this.state.prefixes[prefix] = entry
      this.#coveringByAddress.clear()
    }
    if (path === undefined && entry.peers[key] === undefined) return
    entry.peers[key] = path !== undefined
    entry.at = at
    const origin = path?.at(-1)
    if (origin !== undefined) entry.origin = origin
  }

  /** @returns undefined where no feed is connected or none has ever spoken of the address */
  view(address: string): RouteView | undefined {
    if (!Object.values(this.state.connected).includes(true)) return undefined
    const [prefix, ...wider] = this.#covering(address)
    if (prefix === undefined) return undefined
    const { visible, peers, at, origin } = this.#count(prefix)
    const withdrawn = visible <= peers * policy.routes.visibleShare
    const covering = wider.find(wide => this.#count(wide).visible > 0)
    return { prefix, visible, peers, withdrawn, at, origin, covering }
  }

  /** Where an address lies by the last that was heard: that stays true of a lost feed, and of a withdrawn prefix. */
  announcement(
    address: string,
  ): { prefix: string; origin: number; covering: string | undefined } | undefined {
    const [prefix, covering] = this.#covering(address)
    return prefix === undefined ? undefined : { prefix, origin: this.#count(prefix).origin, covering }
  }

  #count(prefix: string): { visible: number; peers: number; at: number; origin: number } {
    const entry = this.state.prefixes[prefix]
    if (entry === undefined) return { visible: 0, peers: 0, at: 0, origin: 0 }
    const said = Object.values(entry.peers)
    return { visible: said.filter(Boolean).length, peers: said.length, at: entry.at, origin: entry.origin }
  }

  /** Known prefixes that hold the address, most specific first. */
  #covering(address: string): string[] {
    const known = this.#coveringByAddress.get(address)
    if (known !== undefined) return known
    const covering = ipaddr.isValid(address)
      ? Object.keys(this.state.prefixes).filter(prefix => holds(prefix, address))
      : []
    covering.sort((a, b) => prefixLength(b) - prefixLength(a) || (a < b ? -1 : 1))
    this.#coveringByAddress.set(address, covering)
    return covering
  }
}

function holds(prefix: string, address: string): boolean {
  if (!ipaddr.isValidCIDR(prefix)) return false
  const [network, length] = ipaddr.parseCIDR(prefix)
  const parsed = ipaddr.parse(address)
  if (parsed.kind() !== network.kind()) return false
  return parsed.match(network, length)
}

function prefixLength(prefix: string): number {
  return Number(prefix.slice(prefix.indexOf('/') + 1))
}
