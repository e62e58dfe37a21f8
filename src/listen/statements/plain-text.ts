import { decodeHTML } from 'entities'

// None of these looks further than the next angle bracket, so that no hostile text makes them slow.
const breaks = /<(?:br|hr)\b[^<>]*>/gi
const items = /<li\b[^<>]*>/gi
const blocks =
  /<\/?(?:p|div|ul|ol|dl|dt|dd|h[1-6]|blockquote|pre|table|tr|section|article|header|footer)\b[^<>]*>/gi
const tags = /<[/!?]?[a-z][^<>]*>/gi
const looksMarkedUp = /<\/?[a-z][a-z0-9]*(?:\s[^<>]*)?\/?>|<!--|&(?:#\d+|#x[\da-f]+|[a-z]+);/i

/** Characters kept of one statement: more is no statement. */
const most = 10_000

/** What a person would read of a piece of HTML: lines and words. It is shown escaped, so that a tag missed is only ugly. */
export function textOfHtml(html: string): string {
  const bare = withoutSilent(html.slice(0, most * 4))
    .replaceAll(/\s+/g, ' ')
    .replaceAll(breaks, '\n')
    .replaceAll(items, '\n• ')
    .replaceAll(blocks, '\n\n')
    .replaceAll(tags, '')
  return tidy(decodeHTML(bare))
}

/** The same of a text that may be marked up or not: "a < b" stays as it is. */
export function plainText(text: string): string {
  return looksMarkedUp.test(text) ? textOfHtml(text) : tidy(text)
}

function tidy(text: string): string {
  const plain = text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, '')
    .replaceAll(/[\t \u00a0]+/g, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
  return plain.length > most ? `${plain.slice(0, most)} …` : plain
}

/** Without comments, scripts and styles; one that never ends takes the rest with it. */
function withoutSilent(html: string): string {
  const lower = html.toLowerCase()
  const begins = /<!--|<(script|style|template|head)\b/g
  let kept = ''
  let from = 0
  for (let found = begins.exec(lower); found !== null; found = begins.exec(lower)) {
    const end = found[1] === undefined ? '-->' : `</${found[1]}`
    const ends = lower.indexOf(end, found.index)
    kept += html.slice(from, found.index)
    if (ends < 0) return kept
    from = end === '-->' ? ends + end.length : lower.indexOf('>', ends) + 1
    if (from === 0) return kept
    begins.lastIndex = from
  }
  return kept + html.slice(from)
}
