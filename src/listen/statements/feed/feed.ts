import { parseFeed } from 'feedsmith'
import { z } from 'zod'
import { momentOf } from '../moment.ts'
import { plainText, textOfHtml } from '../plain-text.ts'
import { Address, Containing, type Draft, defineStatementReader, holdsOne, malformed } from '../reader.ts'

const entry = z.strictObject({ url: Address, from: Address.optional(), contains: Containing })
type Entry = z.infer<typeof entry>

/** An Atom, RSS, RDF or JSON feed. It only speaks: no word of it is taken for a status. */
export const feed = defineStatementReader<Entry>({
  kind: 'feed',
  summary: 'an Atom, RSS or JSON feed; `from` is its address where `url` is a page for people',
  entry,
  next: ({ url, from = url }, answers) => (answers.length === 0 ? { url: from, form: 'feed' } : undefined),
  read({ contains }, [text = '']) {
    const items = itemsOf(text)
    if (items === undefined) return malformed
    return { drafts: items.filter(item => holdsOne(contains, item.title, item.text)) }
  },
})

function itemsOf(text: string): Draft[] | undefined {
  let parsed: ReturnType<typeof parseFeed>
  try {
    parsed = parseFeed(text)
  } catch {
    return undefined
  }
  if (parsed.format === 'atom') {
    const { entries = [], xml } = parsed.feed
    return entries.map(each =>
      draft({
        id: each.id,
        title: each.title && textOf(each.title),
        text: each.content?.value === undefined ? each.summary && textOf(each.summary) : textOf(each.content),
        url: (each.links?.find(({ rel = 'alternate' }) => rel === 'alternate') ?? each.links?.[0])?.href,
        at: each.updated ?? each.published,
        language: each.xml?.lang ?? xml?.lang,
      }),
    )
  }
  if (parsed.format === 'json') {
    const { items = [], language } = parsed.feed
    return items.map(each =>
      draft({
        id: each.id,
        title: each.title,
        text: each.content_text ?? (each.content_html && textOfHtml(each.content_html)) ?? each.summary,
        url: each.url ?? each.external_url,
        at: each.date_published ?? each.date_modified,
        language: each.language ?? language,
      }),
    )
  }
  const { items = [] } = parsed.feed
  const language = parsed.format === 'rss' ? parsed.feed.language : undefined
  return items.map(each => {
    const description = each.content?.encoded ?? each.description
    const guid = 'guid' in each ? each.guid?.value : undefined
    const at = ('pubDate' in each ? each.pubDate : undefined) ?? each.dc?.dates?.[0]
    return draft({
      id: guid,
      title: each.title && plainText(each.title),
      text: description && plainText(description),
      url: each.link,
      at,
      language,
    })
  })
}

/** An Atom text construct (RFC 4287, 3.1): only what says that it is marked up is. */
function textOf({ value = '', type = 'text' }: { value?: string; type?: string }): string {
  return /html/.test(type) ? textOfHtml(value) : value.trim()
}

interface Item {
  readonly id: string | undefined
  readonly title: string | undefined
  readonly text: string | undefined
  readonly url: string | undefined
  readonly at: unknown
  readonly language: string | undefined
}

function draft({ id, title = '', text = '', url, at: written, language }: Item): Draft {
  const at = momentOf(written)
  return {
    ref: id ?? url ?? `${title} ${String(written)}`,
    title,
    text: text === title ? '' : text,
    ...(at !== undefined && { at }),
    ...(url !== undefined && { url }),
    ...(language !== undefined && { language }),
  }
}
