import type { RouteFeed, RoutePeer, RouteUpdate } from '../../model/evidence.ts'
import { type Finding, finding } from '../../model/finding.ts'
import {
  forget,
  forgetWithdrawals,
  isPartlyWithdrawn,
  isWithdrawn,
  newEntry,
  type PrefixEntry,
  peersOf,
  vote,
} from './entry.ts'
import { holds, prefixLength } from './prefixes.ts'

/** What the routers that collectors hear have said last of each prefix. Plain JSON. */
export interface RoutesState {
  connected: Record<string, boolean>
  /** `collector router`: its place is its number in the votes. */
  peers: string[]
  prefixes: Record<string, PrefixEntry>
}

/** How an address is reached, by its most specific prefix. */
export interface RouteView {
  prefix: string
  visible: number
  peers: number
  withdrawn: boolean
  /** When the newest change to this prefix was seen. */
  at: number
  /** When it was back with most of them; 0 where it never was away. */
  backAt: number
  origin: number
  /** The next less specific prefix that is still there: packets may still go somewhere, and find nothing. */
  covering: string | undefined
}

/** How addresses are reached, as far as anybody has told; undefined where nobody has. */
export interface RouteViews {
  view(address: string): RouteView | undefined
  /**
   * What is amiss on the way to these addresses though it still leads somewhere. `by` of what a stranger
   * announces is how many peers believe it.
   */
  concerns(addresses: readonly string[]): Finding[]
}

/** Nobody was asked. */
export const noRoutes: RouteViews = { view: () => undefined, concerns: () => [] }

/** The routing table as far as the watched addresses need it, by prefix and by who says what of it. */
export class Routes implements RouteViews {
  readonly state: RoutesState
  readonly #numbers: Map<string, number>
  readonly #coveringByAddress = new Map<string, string[]>()
  /** Prefixes of which something is amiss: mostly none. */
  readonly #troubled: Set<string>

  constructor(state: RoutesState = { connected: {}, peers: [], prefixes: {} }) {
    this.state = state
    this.#numbers = new Map(state.peers.map((peer, number) => [peer, number]))
    this.#troubled = new Set(Object.keys(state.prefixes).filter(prefix => this.#isTroubled(prefix)))
  }

  /** A feed that comes back may have missed what was said meanwhile; one that is silent says nothing. */
  hearFeed({ collector, state, dropped }: RouteFeed): void {
    const was = this.state.connected[collector]
    this.state.connected[collector] = state === 'connected'
    if (state === 'connected' && (was === false || dropped !== undefined))
      for (const entry of Object.values(this.state.prefixes)) forgetWithdrawals(entry)
  }

  /** A router that its collector has lost has no say until it speaks again. */
  hearPeer({ collector, peer, state }: RoutePeer): void {
    const number = this.#numbers.get(`${collector} ${peer}`)
    if (number === undefined || state === 'up') return
    for (const [prefix, entry] of Object.entries(this.state.prefixes)) {
      forget(entry, number)
      this.#note(prefix)
    }
  }

  /** @returns true where by this word something came to be amiss with the prefix, or well again */
  hear({ collector, peer, prefix, path, at }: RouteUpdate): boolean {
    let entry = this.state.prefixes[prefix]
    if (entry === undefined) {
      entry = newEntry(at)
      this.state.prefixes[prefix] = entry
      this.#coveringByAddress.clear()
    }
    vote(entry, this.#number(`${collector} ${peer}`), path === undefined ? 0 : (path.at(-1) ?? 0), at)
    return this.#note(prefix)
  }

  /** True while nothing is amiss with any prefix. */
  get calm(): boolean {
    return this.#troubled.size === 0
  }

  view(address: string): RouteView | undefined {
    if (!Object.values(this.state.connected).includes(true)) return undefined
    const [prefix, ...wider] = this.#covering(address)
    const entry = prefix === undefined ? undefined : this.state.prefixes[prefix]
    if (prefix === undefined || entry === undefined) return undefined
    const { visible, at, backAt, origins, stranger } = entry
    return {
      prefix,
      visible,
      peers: peersOf(entry),
      withdrawn: isWithdrawn(entry),
      at,
      backAt,
      origin: origins[0] ?? stranger,
      covering: wider.find(wide => (this.state.prefixes[wide]?.visible ?? 0) > 0),
    }
  }

  /** Where an address lies by the last that was heard: that stays true of a lost feed, and of a withdrawn prefix. */
  announcement(
    address: string,
  ): { prefix: string; origin: number; covering: string | undefined } | undefined {
    const [prefix, covering] = this.#covering(address)
    if (prefix === undefined) return undefined
    return { prefix, origin: this.state.prefixes[prefix]?.origins[0] ?? 0, covering }
  }

  concerns(addresses: readonly string[]): Finding[] {
    if (this.#troubled.size === 0 || !Object.values(this.state.connected).includes(true)) return []
    const concerned = new Set(addresses.flatMap(address => this.#covering(address)))
    return [...concerned]
      .filter(prefix => this.#troubled.has(prefix))
      .flatMap(prefix => this.#concern(prefix))
  }

  #concern(prefix: string): Finding[] {
    const entry = this.state.prefixes[prefix]
    if (entry === undefined) return []
    const counts = { prefix, visible: entry.visible, peers: peersOf(entry) }
    const found: Finding[] = []
    if (entry.stranger !== 0) {
      const origins = entry.origins.map(String)
      const by = Object.values(entry.votes).filter(origin => origin === entry.stranger).length
      found.push(
        finding('route_origin_changed', { ...counts, by, from: origins, to: String(entry.stranger) }),
      )
    }
    const intruder = this.#intruder(prefix)
    if (intruder !== undefined)
      found.push(finding('more_specific_announced', { ...counts, by: entry.visible, ...intruder }))
    if (isPartlyWithdrawn(entry)) found.push(finding('routes_partly_withdrawn', counts))
    return found
  }

  /** Whether it came up under a prefix that was known, from an origin that that one does not have. */
  #intruder(prefix: string): { covering: string; from: string[]; to: string } | undefined {
    const entry = this.state.prefixes[prefix]
    const [address] = prefix.split('/')
    if (entry === undefined || address === undefined || entry.visible === 0) return undefined
    const [origin] = entry.origins
    const wider = this.#covering(address).find(
      each =>
        prefixLength(each) < prefixLength(prefix) && (this.state.prefixes[each]?.origins.length ?? 0) > 0,
    )
    const held = wider === undefined ? undefined : this.state.prefixes[wider]
    if (wider === undefined || held === undefined || origin === undefined) return undefined
    if (held.origins.includes(origin) || entry.firstAt <= held.firstAt) return undefined
    return { covering: wider, from: held.origins.map(String), to: String(origin) }
  }

  #isTroubled(prefix: string): boolean {
    const entry = this.state.prefixes[prefix]
    if (entry === undefined) return false
    return entry.stranger !== 0 || isPartlyWithdrawn(entry) || this.#intruder(prefix) !== undefined
  }

  #note(prefix: string): boolean {
    const before = this.#troubled.has(prefix)
    const now = this.#isTroubled(prefix)
    if (now) this.#troubled.add(prefix)
    else this.#troubled.delete(prefix)
    return before !== now
  }

  #number(peer: string): number {
    let number = this.#numbers.get(peer)
    if (number === undefined) {
      number = this.state.peers.push(peer) - 1
      this.#numbers.set(peer, number)
    }
    return number
  }

  /** Known prefixes that hold the address, most specific first. */
  #covering(address: string): string[] {
    const known = this.#coveringByAddress.get(address)
    if (known !== undefined) return known
    const covering = Object.keys(this.state.prefixes).filter(prefix => holds(prefix, address))
    covering.sort((a, b) => prefixLength(b) - prefixLength(a) || (a < b ? -1 : 1))
    this.#coveringByAddress.set(address, covering)
    return covering
  }
}
