import { fold } from './fold.ts'

/** One word of a post, folded, with what is known of how it stood there. */
export interface Word {
  readonly text: string
  /** Which sentence of the post, from 0. */
  readonly sentence: number
  /** `#word`, `@word`, or a word like any other. */
  readonly mark: '#' | '@' | ''
  /** Begins with a capital, or is written with `#` or `@`: it is meant as a name. */
  readonly named: boolean
}

/** UTF-16 code units; what stands behind them is not read. */
const longest = 3_000
/** Joiners, soft hyphens and marks of direction, which nobody sees. */
const unseen = /\p{Cf}/gu
const web = /\b(?:https?|ftp):\/\/\S*/giu
/** A word with its dots and apostrophes inside, or a mark at which a sentence ends. */
const piece =
  /([#＃@]?)([\p{L}\p{N}_][\p{L}\p{M}\p{N}_'’ʼ]*(?:\.[\p{L}\p{N}][\p{L}\p{M}\p{N}_'’ʼ]*)*)|[.!?।॥…;:\n\r]/gu
const apostrophes = /['’ʼ]/gu
/** Ends of names of the web behind which a sentence does not begin. */
const domains = new Set(['com', 'org', 'net', 'in', 'bd', 'social', 'app', 'io', 'co', 'gov'])
const capital = /^[\p{Lu}\p{Lt}]/u

/**
 * A post as words: without addresses, bounded in length, in one pass.
 * @param isName whether a folded word with dots in it is a name as it stands (`mastodon.social`, `1.1.1.1`)
 */
export function wordsOf(post: string, isName: (word: string) => boolean): Word[] {
  const text = post
    .slice(0, longest)
    .normalize('NFKC')
    .replace(unseen, '')
    .replace(web, ' ')
    .replaceAll('%', ' percent ')
  const words: Word[] = []
  let sentence = 0
  for (const [end, mark, raw] of text.matchAll(piece)) {
    if (raw === undefined) {
      // A colon stands within what is said of a service (`Instagram: down`); it is a mark all the same.
      if (end !== ':') sentence++
      continue
    }
    const how = mark === '@' ? '@' : mark === '' ? '' : '#'
    for (const [place, part] of partsOf(raw.replace(apostrophes, ''), how, isName).entries()) {
      if (place > 0) sentence++
      words.push({ text: fold(part), sentence, mark: how, named: how !== '' || capital.test(part) })
    }
  }
  return words
}

/** `instagram.com` is one word without its end, `down.Anyone` two sentences. */
function partsOf(raw: string, mark: Word['mark'], isName: (word: string) => boolean): string[] {
  if (!raw.includes('.') || isName(fold(raw))) return [raw]
  const labels = raw.split('.')
  const last = labels.at(-1)?.toLowerCase() ?? ''
  if (mark === '@') return labels.slice(0, 1)
  if (!domains.has(last)) return labels
  const [first = '', second] = labels
  return [first.toLowerCase() === 'www' && second !== undefined ? second : first]
}

/** The words of a post without mentions, hashtags and numbers: equal for what differs in these alone. */
export function plainWords(post: string): string[] {
  return wordsOf(post, () => false)
    .filter(({ mark, text }) => mark === '' && !/^\d+$/.test(text))
    .map(({ text }) => text)
}
