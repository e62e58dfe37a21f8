import { bluesky } from './bluesky/bluesky.ts'
import { mastodon } from './mastodon/mastodon.ts'
import type { StreamKind } from './stream-kind.ts'

/** Every kind of stream of public posts: a folder and a line each. */
export const streamKinds: readonly StreamKind[] = [bluesky, mastodon]

/** The kind that an address is a stream of. */
export function kindOf(url: URL): StreamKind | undefined {
  return streamKinds.find(kind => kind.takes(url))
}
