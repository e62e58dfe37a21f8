import { blockPhraseIn } from './block-pages.ts'

/** What a page says of itself, as far as a reading needs it later. */
export interface PageFacts {
  /** Whether it asks for a password. */
  readonly password: boolean
  /** Where it sends its reader on to by a frame or a refresh, at most a few. */
  readonly leadsTo: readonly string[]
  /** The block page whose words it holds. */
  readonly blockPhrase?: string
}

const passwordField = /<input\b[^>]*\btype\s*=\s*["']?password\b/i
const frame = /<i?frame\b[^>]*\bsrc\s*=\s*["']?([^"'\s>]+)/gi
const refresh = /<meta\b[^>]*\bcontent\s*=\s*["']?[^"'>]*\burl=([^"'\s>]+)/gi
const mostLeads = 5

/** Pure. */
export function pageFacts(body: string): PageFacts {
  const leads = [...body.matchAll(frame), ...body.matchAll(refresh)].flatMap(([, url = '']) => url)
  const blockPhrase = blockPhraseIn(body)
  return {
    password: passwordField.test(body),
    leadsTo: leads.slice(0, mostLeads),
    ...(blockPhrase === undefined ? {} : { blockPhrase }),
  }
}
