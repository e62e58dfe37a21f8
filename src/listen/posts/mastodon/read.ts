import { z } from 'zod'
import type { Heard } from '../stream-kind.ts'

const Status = z.object({
  content: z.string(),
  spoiler_text: z.string().nullish(),
  reblog: z.unknown(),
  account: z.object({ acct: z.string(), url: z.string().nullish(), bot: z.boolean().nullish() }),
})

/** Characters of HTML that are read. */
const longest = 20_000

/** Reads an event: a new post by a person counts, edits, boosts and what bots write do not. It never throws. */
export function readEvent(event: string, data: string): Heard {
  if (event !== 'update') return { kind: 'other' }
  const { data: status } = Status.safeParse(parsed(data))
  if (status === undefined) return { kind: 'other' }
  const { content, spoiler_text, reblog, account } = status
  if ((reblog !== null && reblog !== undefined) || account.bot === true) return { kind: 'other' }
  const text = `${spoiler_text ?? ''}\n${textOf(content)}`
  return { kind: 'post', post: { author: account.url ?? account.acct, text } }
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&apos;': "'",
  '&nbsp;': ' ',
}

/** What a post's HTML says, as text: paragraphs and breaks as lines, other tags as nothing. */
export function textOf(html: string): string {
  return html
    .slice(0, longest)
    .replace(/<(?:br|\/p)\b[^<>]*>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(?:amp|lt|gt|quot|apos|nbsp|#39);/g, entity => entities[entity] ?? entity)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
