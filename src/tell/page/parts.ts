import { html, raw } from 'hono/html'
import type { Status } from '../../model/status.ts'
import type { Mark } from '../../ui/marks.ts'
import type { SiteView } from '../view.ts'
import type { Words } from '../words/words.ts'

export type Html = ReturnType<typeof html>

/** What every part of a page is made from. */
export interface Paper {
  readonly words: Words
  readonly view: SiteView
  /** From this page to the site's root, ending in a slash: `../` from `/en/`. */
  readonly root: string
}

/** A status: its shape and its word; the colour only repeats them. */
export function statusMark(words: Words, status: Status): Html {
  return html`<span class="s s-${status}">${shape(status)} ${words.say(`status.${status}`)}</span>`
}

export function shape(status: Mark): Html {
  return html`<svg class="m m-${status}" aria-hidden="true"><use href="#m-${status}"/></svg>`
}

/**
 * A moment in UTC, which the script puts into the reader's zone; with its date where that is not today's.
 * `clock` is the bare time of day, for scales.
 */
export function moment(paper: Paper, at: number, form: 'short' | 'full' | 'clock' = 'short'): Html {
  const text = form === 'clock' ? paper.words.clock(at, 'UTC') : momentText(paper, at, form)
  return html`<time datetime="${new Date(at).toISOString()}" data-t="${form}">${text}</time>`
}

/** The same as text: "15:40 UTC", "4 October 2021, 15:40 UTC". */
export function momentText(paper: Paper, at: number, form: 'short' | 'full' = 'short'): string {
  const { words, view } = paper
  const sameDay = Math.floor(at / 86_400_000) === Math.floor(view.generated / 86_400_000)
  return zonedText(words, at, 'UTC', form === 'full' || !sameDay)
}

export function zonedText(words: Words, at: number, timeZone: string, withDate: boolean): string {
  const time = words.say('time.zoned', { time: words.clock(at, timeZone), zone: words.zone(at, timeZone) })
  return withDate ? words.say('time.on_day', { date: words.date(at, timeZone), time }) : time
}

/** Puts markup where a sentence has its argument, so that every language can place it. */
export function sayWith(words: Words, key: string, slot: string, markup: Html): Html {
  return placed(words.say(key, { [slot]: hole }), markup)
}

/** Stands in a sentence for markup that `placed` puts there. */
export const hole = '\u0000'

/** A sentence with markup where it has its hole. */
export function placed(sentence: string, markup: Html): Html {
  const [before = '', after] = sentence.split(hole)
  return after === undefined ? html`${before}` : html`${before}${markup}${after}`
}

/** The same for a sentence with several, whatever their order in a language. */
export function sayWithAll(
  words: Words,
  key: string,
  args: Readonly<Record<string, string>>,
  slots: Readonly<Record<string, Html>>,
): Html {
  const marks = Object.fromEntries(Object.keys(slots).map(name => [name, `\u0000${name}\u0000`]))
  const pieces = words.say(key, { ...args, ...marks }).split('\u0000')
  return html`${pieces.map((piece, index) => (index % 2 === 0 ? piece : slots[piece]))}`
}

export function href(paper: Paper, path: string): string {
  return `${paper.root}${paper.words.tag}/${path}`
}

/** An address that a reader may follow; anything but the web's own schemes leads nowhere. */
export function web(url: string): string {
  return /^https?:\/\//.test(url) ? url : '#'
}

/** An address as people say it; nothing for one that they may not follow. */
export function plainUrl(url: string): string {
  return web(url) === url ? url.replace(/^https?:\/\//, '').replace(/\/$/, '') : ''
}

/** An id as a part of a path: whatever is not plain becomes a hyphen. */
export function slug(id: string): string {
  const plain = id.replaceAll(/[^A-Za-z0-9._-]/g, '-')
  return plain.startsWith('.') ? `-${plain}` : plain
}

export function categoryName(words: Words, category: string): string {
  const key = `category.${category}`
  if (words.has(key)) return words.say(key)
  const spaced = category.replaceAll('-', ' ')
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}

export { html, raw }
