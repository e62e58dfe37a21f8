import type { Clock, Millis } from '../../base/clock.ts'
import type { Log } from '../../base/log.ts'
import type { Random } from '../../base/random.ts'
import type { Evidence } from '../../model/evidence.ts'
import { hearEventStream } from '../../net/http/event-stream.ts'
import { hearWebSocket } from '../../net/websocket/client.ts'
import type { PostCounter } from './count.ts'
import { policy } from './policy.ts'
import type { Heard, StreamKind } from './stream-kind.ts'

export interface HearOptions {
  readonly url: URL
  readonly kind: StreamKind
  /** Sent as a bearer's, where the stream wants one. */
  readonly token?: string | undefined
  readonly counter: PostCounter
  readonly clock: Clock
  readonly random: Random
  readonly newId: () => string
  readonly emit: (evidence: Evidence) => void
  readonly signal: AbortSignal
  readonly log: Log
  readonly mostPerSecond?: number
}

/**
 * Listens to one stream of posts until `signal` is aborted: a record for each window that was heard whole, also where
 * nothing was said in it. A broken stream is taken up again, after a wait that doubles up to a minute; what was not
 * heard meanwhile and cannot be heard later has no record.
 */
export async function hearStream(options: HearOptions): Promise<void> {
  const { clock, random, signal, log, kind, url } = options
  const stream = kind.nameOf(url)
  const hearing = new Hearing(options)
  let wait = policy.firstWait
  while (!signal.aborted) {
    const { opened, status } = await hearing.hearOnce()
    if (signal.aborted) return
    if (opened) wait = policy.firstWait
    log.warn('stream of posts lost', { stream, ...(status === undefined ? {} : { status }), againInMs: wait })
    await clock.sleep(wait * (0.5 + random() / 2), signal)
    wait = Math.min(wait * 2, policy.longestWait)
  }
}

class Hearing {
  readonly #options: HearOptions
  readonly #stream: string
  /** How far the stream has been heard without a gap; undefined while it is not. */
  #heardTo: Millis | undefined
  /** The beginning of the window that is to be written next. */
  #next: Millis = 0
  #cursor: string | undefined
  #second = 0
  /** Messages that came in this second. */
  #came = 0
  /** Whether messages were left out since the last one that was read. */
  #missed = false

  constructor(options: HearOptions) {
    this.#options = options
    this.#stream = options.kind.nameOf(options.url)
  }

  /** Listens to one connection to its end. @returns whether it was ever open, and the status of a refusal */
  async hearOnce(): Promise<{ opened: boolean; status: number | undefined }> {
    const { clock, kind, url, signal } = this.#options
    this.#goOnOrAnew()
    const ended = new AbortController()
    const stop = AbortSignal.any([signal, ended.signal])
    let opened = false
    let alive = clock.monotonic()
    const on = {
      opened: () => {
        opened = true
        alive = clock.monotonic()
      },
      heard: (read: () => Heard) => {
        alive = clock.monotonic()
        this.#withinBudget(alive, read)
      },
    }
    const connection = this.#connect(kind.addressOf(url, this.#cursor), on, stop).finally(() => ended.abort())
    while (!stop.aborted && clock.monotonic() - alive <= kind.silentAfter) await clock.sleep(1_000, stop)
    ended.abort()
    return { opened, status: await connection }
  }

  #connect(
    address: string,
    on: { opened: () => void; heard: (read: () => Heard) => void },
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const { kind, url, token } = this.#options
    const speaks = kind.speaks(url)
    if (speaks.by === 'websocket') {
      const message = (text: string) => on.heard(() => speaks.read(text))
      return hearWebSocket(address, { opened: on.opened, message }, signal).then(() => undefined)
    }
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
    return hearEventStream(
      address,
      headers,
      {
        opened: on.opened,
        event: ({ event, data }) => on.heard(() => speaks.read(event, data)),
        alive: () => on.heard(() => ({ kind: 'other' })),
      },
      signal,
    )
  }

  /** A stream that knows its place goes on from there after a short break. Any other has a gap. */
  #goOnOrAnew(): void {
    const { clock } = this.#options
    const since = clock.now() - (this.#heardTo ?? 0)
    if (this.#cursor !== undefined && since <= policy.lookBack) return
    this.#cursor = undefined
    this.#heardTo = undefined
  }

  /** Reads as many messages as a second may bring; what comes beyond is not read, and is missed. */
  #withinBudget(now: number, read: () => Heard): void {
    const { log, mostPerSecond = policy.mostPerSecond } = this.#options
    const second = Math.floor(now / 1_000)
    if (second !== this.#second) {
      const dropped = this.#came - mostPerSecond
      if (dropped > 0) log.warn('posts were left out: there are too many', { stream: this.#stream, dropped })
      this.#second = second
      this.#came = 0
    }
    this.#came++
    if (this.#came <= mostPerSecond) this.#take(read())
    else this.#missed = true
  }

  #take(heard: Heard): void {
    const { clock, counter, kind, log } = this.#options
    if (heard.kind === 'unread') return
    if (heard.kind === 'refused') {
      log.warn('the stream of posts refuses', { stream: this.#stream, says: heard.says.slice(0, 200) })
      return
    }
    if (heard.kind === 'outdated') {
      this.#heardTo = undefined
      return
    }
    const now = clock.now()
    const at = Math.min(heard.at ?? now, now)
    if (this.#heardTo === undefined || at - this.#heardTo > kind.jump) this.#begin(at)
    if (this.#missed) this.#spoil(this.#heardTo ?? at, at)
    this.#heardTo = Math.max(this.#heardTo ?? at, at)
    this.#cursor = heard.cursor ?? this.#cursor
    if (heard.kind === 'post' && at >= this.#next) counter.hear(heard.post, at)
    this.#tellWhole(now)
  }

  /** What was left out may have been said at any time between: none of these windows is whole. */
  #spoil(from: Millis, to: Millis): void {
    for (let at = from; at < to; at += policy.window) this.#options.counter.spoil(at)
    this.#options.counter.spoil(to)
    this.#missed = false
  }

  /** From here on it is heard; the window that has begun already is not heard whole. */
  #begin(at: Millis): void {
    this.#options.counter.forget()
    this.#next = Math.ceil(at / policy.window) * policy.window
  }

  #tellWhole(now: Millis): void {
    const { counter, emit, newId } = this.#options
    while (this.#heardTo !== undefined && this.#heardTo >= this.#next + policy.window) {
      const from = this.#next
      const to = from + policy.window
      this.#next = to
      const services = counter.take(from)
      if (services === undefined) continue
      emit({ kind: 'post_counts', id: newId(), at: now, from, to, stream: this.#stream, services })
    }
  }
}
