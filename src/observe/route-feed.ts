import ipaddr from 'ipaddr.js'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Random } from '../base/random.ts'
import type { Evidence } from '../model/evidence.ts'
import { FollowedPrefixes } from '../net/bgp/followed.ts'
import { peerStates, type RouteChange, readRisMessage, subscription } from '../net/bgp/ris-live.ts'

export interface RouteFeedOptions {
  /** A stream in the format of RIS Live: `wss://ris-live.ripe.net/v1/ws/?client=…`. */
  readonly url: string
  /** How the record names the feed. */
  readonly collector: string
  /** Addresses whose prefixes are followed; asked again each second, and may grow. */
  readonly addresses: () => readonly string[]
  readonly clock: Clock
  readonly random: Random
  readonly newId: () => string
  readonly emit: (evidence: Evidence[]) => void
  readonly signal: AbortSignal
  readonly log: Log
}

const firstWaitMs = 1000
const longestWaitMs = 60_000
const pingEveryMs = 20_000
const silentAfterMs = 60_000

/**
 * Follows a route feed until `signal` is aborted: a record for each change of a (peer, prefix) that holds
 * a followed address, and for each change of the feed's own health. A broken stream is taken up again,
 * after a wait that doubles up to a minute.
 */
export async function followRoutes(options: RouteFeedOptions): Promise<void> {
  const { clock, random, signal, log, collector } = options
  const follower = new Follower(options)
  let wait = firstWaitMs
  while (!signal.aborted) {
    if (await follower.follow()) wait = firstWaitMs
    if (signal.aborted) return
    log.warn('route feed lost', { collector, againInMs: wait })
    await clock.sleep(wait * (0.5 + random() / 2), signal)
    wait = Math.min(wait * 2, longestWaitMs)
  }
}

class Follower {
  readonly #options: RouteFeedOptions
  /** `peer prefix` → its path as text; '' for withdrawn. */
  readonly #said = new Map<string, string>()
  readonly #followed = new FollowedPrefixes()
  /** The addresses whose prefixes are followed now. */
  #addresses = new Set<string>()

  constructor(options: RouteFeedOptions) {
    this.#options = options
  }

  /** Follows one connection to its end. @returns whether it was ever open */
  async follow(): Promise<boolean> {
    const { clock, url, signal } = this.#options
    const ended = new AbortController()
    let opened = false
    let heard = clock.monotonic()
    const socket = new WebSocket(url)
    socket.addEventListener('open', () => {
      opened = true
      this.#tellState('connected')
      socket.send(peerStates)
      this.#askAgain(socket)
    })
    socket.addEventListener('message', ({ data }) => {
      heard = clock.monotonic()
      if (typeof data === 'string') this.#hear(data)
    })
    socket.addEventListener('close', () => ended.abort())
    // A failed connection is told by `close` too.
    socket.addEventListener('error', () => ended.abort())
    const stop = AbortSignal.any([signal, ended.signal])
    let pinged = clock.monotonic()
    while (!stop.aborted) {
      if (opened) this.#keepUp(socket)
      if (opened && clock.monotonic() - pinged > pingEveryMs) {
        pinged = clock.monotonic()
        socket.send('{"type":"ping"}')
      }
      if (clock.monotonic() - heard > silentAfterMs) break
      await clock.sleep(opened ? 1000 : 50, stop)
    }
    socket.close()
    if (opened) this.#tellState('lost')
    return opened
  }

  /** A new connection knows nothing of what the last one was asked for. */
  #askAgain(socket: WebSocket): void {
    for (const address of this.#addresses) socket.send(subscription(address, 'ris_subscribe'))
  }

  /** Follows what has come to be stood on, and no longer what has not been for long. */
  #keepUp(socket: WebSocket): void {
    const wanted = new Set(this.#options.addresses().filter(address => ipaddr.isValid(address)))
    for (const address of wanted.difference(this.#addresses)) {
      this.#followed.add(address)
      socket.send(subscription(address, 'ris_subscribe'))
    }
    for (const address of this.#addresses.difference(wanted)) {
      this.#followed.delete(address)
      socket.send(subscription(address, 'ris_unsubscribe'))
    }
    this.#addresses = wanted
  }

  #hear(text: string): void {
    const { emit, log, collector } = this.#options
    const message = readRisMessage(text)
    if (message.kind === 'error') log.warn('the route feed refuses', { collector, says: message.message })
    if (message.kind === 'peer') this.#tellPeer(message)
    if (message.kind !== 'changes') return
    const news = message.changes.filter(change => this.#followed.has(change.prefix) && this.#isNews(change))
    if (news.length > 0) emit(news.map(change => this.#evidence(change)))
  }

  /** Of a router that has said nothing of ours nothing is lost with it. */
  #tellPeer({ at, peer, state }: { at: number; peer: string; state: 'up' | 'down' }): void {
    const { emit, newId, collector } = this.#options
    const said = [...this.#said.keys()].filter(key => key.startsWith(`${peer} `))
    if (said.length === 0) return
    for (const key of said) this.#said.delete(key)
    emit([{ kind: 'route_peer', id: newId(), at, collector, peer, state }])
  }

  #isNews({ peer, prefix, path }: RouteChange): boolean {
    const key = `${peer} ${prefix}`
    const now = path?.join(' ') ?? ''
    if (this.#said.get(key) === now) return false
    this.#said.set(key, now)
    return true
  }

  #evidence({ at, peer, peerAs, prefix, path }: RouteChange): Evidence {
    const { collector, newId } = this.#options
    const said = path === undefined ? {} : { path: [...path] }
    return { kind: 'route', id: newId(), at, collector, peer, peerAs, prefix, ...said }
  }

  #tellState(state: 'connected' | 'lost'): void {
    const { emit, newId, clock, collector } = this.#options
    emit([{ kind: 'route_feed', id: newId(), at: clock.now(), collector, state }])
  }
}
