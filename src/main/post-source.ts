import { newToken } from '../base/random.ts'
import { UserError } from '../base/user-error.ts'
import { hearPosts, type PostsOptions, postStreams } from '../listen/posts/posts.ts'
import type { EvidenceLog } from '../store/store.ts'
import { batchInto } from './batch.ts'
import type { Loop } from './lifecycle.ts'
import type { Config } from './options.ts'

type Shared = Pick<PostsOptions, 'services' | 'clock' | 'random' | 'newId' | 'log'>

/**
 * Listens to streams of public posts, and appends what was counted.
 * @throws UserError where an address is no stream, or a token is written wrongly
 */
export function postSource(
  config: Pick<Config, 'postStreams' | 'postTokens'>,
  shared: Shared,
): (evidence: EvidenceLog) => Loop {
  const streams = postStreams(config.postStreams)
  const tokens = tokensByHost(config.postTokens)
  return evidence => async signal => {
    const batch = batchInto(evidence, shared.clock, shared.log)
    const emit: PostsOptions['emit'] = counts => batch.add(counts)
    await hearPosts({ ...shared, streams, tokens, newKey: newToken, emit, signal })
    await batch.flush()
  }
}

/** `mastodon.example=token`, one a line or separated by commas. */
function tokensByHost(text = ''): Map<string, string> {
  const parts = text.split(/[\s,]+/).filter(part => part !== '')
  return new Map(
    parts.map((part, index) => {
      const [, host, token] = /^([^=]+)=(.+)$/.exec(part) ?? []
      if (host !== undefined && token !== undefined) return [host, token]
      throw new UserError(
        'post-token-malformed',
        `PRAHARI_POST_TOKENS: number ${index + 1} is not host=token`,
        'write mastodon.example=token, one a line or separated by commas.',
      )
    }),
  )
}
