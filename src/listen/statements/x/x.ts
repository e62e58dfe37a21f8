import { z } from 'zod'
import { momentOf } from '../moment.ts'
import { plainText } from '../plain-text.ts'
import { Address, Containing, defineStatementReader, holdsOne, jsonOf, malformed } from '../reader.ts'

const profile = /^\/(\w{1,15})\/?$/
const minute = 60_000

const entry = z.strictObject({
  url: Address.refine(
    url => profile.test(new URL(url).pathname),
    'an account such as https://x.com/name is needed',
  ),
  contains: Containing,
})
type Entry = z.infer<typeof entry>

const Users = z.object({ data: z.array(z.object({ id: z.string().regex(/^\d+$/) })).min(1) })
const Posts = z.object({
  data: z
    .array(
      z.object({
        id: z.string(),
        text: z.string(),
        created_at: z.string().optional(),
        lang: z.string().optional(),
        conversation_id: z.string().optional(),
      }),
    )
    .default([]),
})

/** The API's own host alone: the token must go nowhere else, whatever a catalogue says. */
const api = 'https://api.x.com/2/'

/** An account on X, by its API v2, which wants a token of whoever runs the observatory (docs.x.com/x-api). Off without one. */
export const x = defineStatementReader<Entry>({
  kind: 'x',
  summary: 'an account on X; only linked to unless whoever runs the observatory has a token of X’s API',
  entry,
  // Each request is counted, and often paid for.
  pace: () => ({ usual: 15 * minute, troubled: 2 * minute }),
  next({ url }, answers) {
    const name = profile.exec(new URL(url).pathname)?.[1] ?? ''
    if (answers.length === 0) {
      return { url: `${api}users/by?usernames=${name}`, form: 'json', mark: 'id', secret: 'x' }
    }
    const user = answers.length === 1 ? jsonOf(Users, answers[0])?.data[0] : undefined
    if (user === undefined) return undefined
    const fields = 'max_results=10&exclude=retweets,replies&tweet.fields=created_at,lang,conversation_id'
    return { url: `${api}users/${user.id}/tweets?${fields}`, form: 'json', secret: 'x' }
  },
  read({ url, contains }, answers) {
    const posts = jsonOf(Posts, answers[1])
    if (posts === undefined) return malformed
    const drafts = posts.data.map(({ id, text, created_at, lang, conversation_id: thread }) => {
      const at = momentOf(created_at)
      // "und" and codes of its own (qme, zxx) say that it does not know.
      const language = lang !== undefined && /^[a-z]{2}(-|$)/.test(lang) ? lang : undefined
      return {
        ref: id,
        title: '',
        text: plainText(text),
        url: `${url.replace(/\/$/, '')}/status/${id}`,
        ...(at !== undefined && { at }),
        ...(language !== undefined && { language }),
        ...(thread !== undefined && { thread }),
      }
    })
    return { drafts: drafts.filter(draft => holdsOne(contains, draft.text)) }
  },
})
