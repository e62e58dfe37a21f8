import type { Millis } from '../../base/clock.ts'

/** One public post, for as long as it is read. */
export interface Post {
  /** Who wrote it, as the stream names them. */
  readonly author: string
  readonly text: string
}

/** What one message of a stream says. */
export type Heard =
  /** `at`, milliseconds since 1970, is the stream's own time; without it that of reception counts. */
  | { readonly kind: 'post'; readonly post: Post; readonly at?: Millis; readonly cursor?: string }
  /** Anything else that shows how far the stream is. */
  | { readonly kind: 'other'; readonly at?: Millis; readonly cursor?: string }
  /** Nothing can be learnt from it, not even the time. */
  | { readonly kind: 'unread' }
  /** The stream does not reach back to where it was asked to go on. */
  | { readonly kind: 'outdated' }
  | { readonly kind: 'refused'; readonly says: string }

export type Speaks =
  | { readonly by: 'websocket'; read(message: string): Heard }
  | { readonly by: 'events'; read(event: string, data: string): Heard }

/** A kind of stream of public posts: which addresses are such, and how what they say is read. */
export interface StreamKind {
  readonly kind: string
  takes(url: URL): boolean
  /** How the record names the stream: `bluesky`, `mastodon:mastodon.social`. */
  nameOf(url: URL): string
  /** The address to listen at, from a cursor on where the stream can do that and one is given. */
  addressOf(url: URL, cursor?: string): string
  speaks(url: URL): Speaks
  /** Milliseconds without any message after which it is taken for lost. */
  readonly silentAfter: number
  /** Milliseconds between two of its messages of which both count as heard at their own time. */
  readonly jump: number
}
