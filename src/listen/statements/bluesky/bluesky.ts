import { z } from 'zod'
import { momentOf } from '../moment.ts'
import { Address, Containing, defineStatementReader, holdsOne, jsonOf, malformed } from '../reader.ts'

const profile = /^\/profile\/([\w.:-]+)\/?$/

const entry = z.strictObject({
  url: Address.refine(
    url => profile.test(new URL(url).pathname),
    'an account such as https://bsky.app/profile/example.org is needed',
  ),
  appview: Address.default('https://public.api.bsky.app'),
  contains: Containing,
})
type Entry = z.infer<typeof entry>

const Post = z.object({
  uri: z.string(),
  record: z.object({
    text: z.string(),
    createdAt: z.string(),
    langs: z.array(z.string()).optional(),
    reply: z.object({ root: z.object({ uri: z.string() }) }).optional(),
  }),
  indexedAt: z.string().optional(),
})
const Feed = z.object({ feed: z.array(z.object({ post: Post, reason: z.unknown().optional() })) })

/** An account on Bluesky, as a public AppView has it (app.bsky.feed.getAuthorFeed): no token is needed. */
export const bluesky = defineStatementReader<Entry>({
  kind: 'bluesky',
  summary:
    'an account on Bluesky; `appview` where another than the public one is asked, `contains` as for mastodon',
  entry,
  next({ url, appview }, answers) {
    if (answers.length > 0) return undefined
    const asked = new URL('/xrpc/app.bsky.feed.getAuthorFeed', appview)
    asked.searchParams.set('actor', accountOf(url))
    asked.searchParams.set('filter', 'posts_and_author_threads')
    asked.searchParams.set('limit', '20')
    return { url: asked.href, form: 'json' }
  },
  read({ url, contains }, [text]) {
    const answer = jsonOf(Feed, text)
    if (answer === undefined) return malformed
    const drafts = answer.feed
      .filter(({ reason }) => reason === undefined || reason === null)
      .map(({ post: { uri, record, indexedAt } }) => {
        const at = momentOf(record.createdAt) ?? momentOf(indexedAt)
        const [language] = record.langs ?? []
        return {
          ref: uri,
          title: '',
          text: record.text.trim(),
          thread: record.reply?.root.uri ?? uri,
          url: new URL(`/profile/${accountOf(url)}/post/${uri.split('/').at(-1)}`, url).href,
          ...(at !== undefined && { at }),
          ...(language !== undefined && { language }),
        }
      })
    return { drafts: drafts.filter(draft => holdsOne(contains, draft.text)) }
  },
})

function accountOf(url: string): string {
  return profile.exec(new URL(url).pathname)?.[1] ?? ''
}
