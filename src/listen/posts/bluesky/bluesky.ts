import type { Speaks, StreamKind } from '../stream-kind.ts'
import { readV1, readV2 } from './read.ts'

/**
 * Jetstream (https://github.com/bluesky-social/jetstream), which gives every public post of the network as JSON:
 * `…/subscribe` as version 1, `…/xrpc/network.bsky.jetstream.subscribeEvents` as version 2. It goes on from a cursor as
 * long as it has what came since.
 */
export const bluesky: StreamKind = {
  kind: 'bluesky',
  takes: url => /^wss?:$/.test(url.protocol) && (isV1(url) || isV2(url)),
  nameOf: () => 'bluesky',
  addressOf(url, cursor) {
    const address = new URL(url)
    const { searchParams } = address
    if (isV2(url)) {
      searchParams.set('kinds', 'commit')
      searchParams.set('collections', 'app.bsky.feed.post')
    } else searchParams.set('wantedCollections', 'app.bsky.feed.post')
    if (cursor !== undefined) searchParams.set('cursor', cursor)
    return address.href
  },
  speaks: (url): Speaks => ({ by: 'websocket', read: isV2(url) ? readV2 : readV1 }),
  silentAfter: 30_000,
  jump: 10_000,
}

function isV1({ pathname }: URL): boolean {
  return pathname.endsWith('/subscribe')
}

function isV2({ pathname }: URL): boolean {
  return pathname.endsWith('/xrpc/network.bsky.jetstream.subscribeEvents')
}
