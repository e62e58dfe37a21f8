import { z } from 'zod'
import { momentOf } from '../moment.ts'
import { textOfHtml } from '../plain-text.ts'
import { Address, Containing, defineStatementReader, holdsOne, jsonOf, malformed } from '../reader.ts'

const profile = /^\/@([\w.-]+(?:@[\w.-]+)?)\/?$/

const entry = z.strictObject({
  url: Address.refine(
    url => profile.test(new URL(url).pathname),
    'an account such as https://mastodon.social/@name is needed',
  ),
  contains: Containing,
})
type Entry = z.infer<typeof entry>

const Account = z.object({ id: z.string().regex(/^\d+$/) })
const Statuses = z.array(
  z.object({
    id: z.string(),
    created_at: z.string(),
    content: z.string(),
    language: z.string().nullish(),
    url: z.string().nullish(),
    reblog: z.unknown().optional(),
    spoiler_text: z.string().default(''),
  }),
)

/** An account on Mastodon, or on what answers as it does, by the public API: no token is needed (docs.joinmastodon.org/methods/accounts). */
export const mastodon = defineStatementReader<Entry>({
  kind: 'mastodon',
  summary: 'an account on Mastodon; `contains` where it speaks of other things too',
  entry,
  next({ url }, answers) {
    const { pathname } = new URL(url)
    const name = encodeURIComponent(profile.exec(pathname)?.[1] ?? '')
    const lookup = new URL(`/api/v1/accounts/lookup?acct=${name}`, url).href
    if (answers.length === 0) return { url: lookup, form: 'json', mark: 'id' }
    const account = answers.length === 1 ? jsonOf(Account, answers[0]) : undefined
    if (account === undefined) return undefined
    const path = `/api/v1/accounts/${account.id}/statuses?limit=20&exclude_replies=true&exclude_reblogs=true`
    return { url: new URL(path, url).href, form: 'json' }
  },
  read({ contains }, answers) {
    const statuses = jsonOf(Statuses, answers[1])
    if (statuses === undefined) return malformed
    const drafts = statuses
      .filter(({ reblog }) => reblog === null || reblog === undefined)
      .map(({ id, created_at, content, language, url, spoiler_text }) => {
        const at = momentOf(created_at)
        return {
          ref: id,
          title: textOfHtml(spoiler_text),
          text: textOfHtml(content),
          ...(at !== undefined && { at }),
          ...(language && { language }),
          ...(url && { url }),
        }
      })
    return { drafts: drafts.filter(({ title, text }) => holdsOne(contains, title, text)) }
  },
})
