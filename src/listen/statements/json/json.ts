import { z } from 'zod'
import { standingThread } from '../../../model/heard.ts'
import { Status, worse } from '../../../model/status.ts'
import { momentOf } from '../moment.ts'
import { plainText } from '../plain-text.ts'
import {
  Address,
  Containing,
  type Draft,
  defineStatementReader,
  holdsOne,
  jsonOf,
  malformed,
} from '../reader.ts'
import { Path, pick } from './path.ts'

const megabyte = 1_000_000
const minute = 60_000

const entry = z.strictObject({
  url: Address,
  from: Address,
  megabytes: z.int().min(1).max(8).default(1),
  standing: Path.optional(),
  events: Path.optional(),
  updates: Path.optional(),
  id: Path.default('id'),
  title: Path.optional(),
  text: Path.optional(),
  time: Path.optional(),
  link: Path.optional(),
  status: Path.optional(),
  statuses: z.record(z.string(), Status).default({}),
  contains: Containing,
})
type Entry = z.infer<typeof entry>

/**
 * An operator's own JSON, of whatever shape, by paths (`path.ts`). `standing` leads to the words of how it
 * stands; `events` to what happened, each with its `updates` where it has several. A field is looked for in the
 * update and then in its event.
 */
export const json = defineStatementReader<Entry>({
  kind: 'json',
  summary: 'a page of the operator’s own, as JSON at `from`, read by paths to its fields',
  entry,
  // Whoever has megabytes to send is not asked for them each minute.
  pace: ({ megabytes }) => (megabytes > 1 ? { usual: 10 * minute, troubled: 2 * minute } : undefined),
  next: ({ from, megabytes }, answers) =>
    answers.length === 0 ? { url: from, form: 'json', most: megabytes * megabyte } : undefined,
  read(entry, [text]) {
    const document = jsonOf(z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]), text)
    if (document === undefined) return malformed
    const standing = standingOf(entry, document)
    if (entry.standing !== undefined && standing === undefined) return malformed
    const events = entry.events === undefined ? [] : pick(document, entry.events)
    const drafts = events.flatMap(event => updatesOf(entry, event))
    return {
      drafts: [
        ...(standing === undefined ? [] : [standing]),
        ...drafts.filter(each => holdsOne(entry.contains, each.title, each.text)),
      ],
    }
  },
})

/** How it stands by the worst of the words; one that the map does not have keeps it from claiming anything. */
function standingOf({ standing, statuses, url }: Entry, document: unknown): Draft | undefined {
  if (standing === undefined) return undefined
  const words = [...new Set(pick(document, standing).map(String))]
  if (words.length === 0) return undefined
  const known = words.flatMap(word => statuses[word] ?? [])
  return {
    ref: standingThread,
    thread: standingThread,
    title: words.join(', '),
    text: '',
    url,
    ...(known.length === words.length && { claims: known.reduce(worse) }),
  }
}

function updatesOf(entry: Entry, event: unknown): Draft[] {
  const updates = entry.updates === undefined ? [event] : pick(event, entry.updates)
  const thread = String(first(event, entry.id) ?? first(event, entry.title) ?? '')
  return updates.flatMap(update => {
    const field = (path: string | undefined) => first(update, path) ?? first(event, path)
    const words = (path: string | undefined) => plainText(String(field(path) ?? ''))
    const written = field(entry.time)
    const draft = {
      title: words(entry.title),
      text: words(entry.text),
      ...timed(written),
      ...linked(field(entry.link), entry.url),
      ...claimed(entry.statuses[String(field(entry.status))]),
    }
    if (draft.title === '' && draft.text === '') return []
    const own = updates.length === 1 && entry.updates === undefined ? '' : `/${String(written ?? draft.text)}`
    return [{ ref: `${thread}${own}`, ...draft, ...(thread !== '' && { thread }) }]
  })
}

function first(value: unknown, path: string | undefined): unknown {
  return path === undefined ? undefined : pick(value, path)[0]
}

function timed(written: unknown): { at?: number } {
  const at = momentOf(written)
  return at === undefined ? {} : { at }
}

/** An address as written there, also one that leads on from the page's. */
function linked(link: unknown, page: string): { url: string } {
  const url = typeof link === 'string' ? URL.parse(link, page)?.href : undefined
  return { url: url ?? page }
}

function claimed(claims: Status | undefined): { claims?: Status } {
  return claims === undefined ? {} : { claims }
}
