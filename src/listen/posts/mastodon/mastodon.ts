import type { StreamKind } from '../stream-kind.ts'
import { readEvent } from './read.ts'

/**
 * Mastodon's streaming API by server-sent events (https://docs.joinmastodon.org/methods/streaming/): the public
 * timeline, or a hashtag. It tells every fifteen seconds that it lives, and cannot go on from where it was.
 */
export const mastodon: StreamKind = {
  kind: 'mastodon',
  takes: url =>
    /^https?:$/.test(url.protocol) && /\/api\/v1\/streaming\/(?:public|hashtag)(?:\/|$)/.test(url.pathname),
  nameOf({ host, searchParams }) {
    const tag = searchParams.get('tag')
    return `mastodon:${host}${tag === null ? '' : `#${tag}`}`
  },
  addressOf: url => url.href,
  speaks: () => ({ by: 'events', read: readEvent }),
  silentAfter: 45_000,
  jump: 45_000,
}
