import { UserError } from '../../base/user-error.ts'
import type { Service } from '../../model/service.ts'
import { createClassifier } from './classify/classify.ts'
import { languages } from './classify/languages/index.ts'
import { postCounter } from './count.ts'
import { type HearOptions, hearStream } from './hear.ts'
import { kindOf } from './index.ts'
import type { StreamKind } from './stream-kind.ts'

/** A stream that is to be listened to. */
export interface PostStream {
  readonly url: URL
  readonly kind: StreamKind
}

/**
 * The streams that addresses lead to.
 * @throws UserError `post-stream-unknown`, `post-stream-twice`
 */
export function postStreams(addresses: readonly string[]): PostStream[] {
  const streams = addresses.map(streamOf)
  const names = streams.map(({ url, kind }) => kind.nameOf(url))
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice === undefined) return streams
  throw new UserError(
    'post-stream-twice',
    `two streams of posts are both ${twice}`,
    'name one of them: the same posts would be counted twice.',
  )
}

function streamOf(address: string): PostStream {
  const url = URL.parse(address)
  const kind = url === null ? undefined : kindOf(url)
  if (url !== null && kind !== undefined) return { url, kind }
  throw new UserError(
    'post-stream-unknown',
    `${JSON.stringify(address)} is no stream of posts that is known`,
    'name one such as wss://jetstream2.us-east.bsky.network/subscribe or https://mastodon.example/api/v1/streaming/public.',
  )
}

export interface PostsOptions extends Omit<HearOptions, 'url' | 'kind' | 'token' | 'counter'> {
  readonly streams: readonly PostStream[]
  /** Host → its access token. */
  readonly tokens: ReadonlyMap<string, string>
  readonly services: readonly Service[]
  /** Makes a secret that nobody can guess. */
  readonly newKey: () => string
}

/** Listens to every stream until `signal` is aborted. */
export async function hearPosts({ streams, tokens, services, newKey, ...rest }: PostsOptions): Promise<void> {
  const classify = createClassifier(services, languages)
  await Promise.all(
    streams.map(({ url, kind }) =>
      hearStream({ ...rest, url, kind, token: tokens.get(url.host), counter: postCounter(classify, newKey) }),
    ),
  )
}
