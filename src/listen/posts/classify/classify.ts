import { componentsNamed } from './components.ts'
import { itemsOf, type NamedItem } from './items.ts'
import type { Aside, Language } from './languages/language.ts'
import { find, type Span } from './pattern.ts'
import { type NamedService, type Rules, rulesOf } from './rules.ts'
import { servicesOf } from './spoken.ts'
import { split } from './vocabulary.ts'
import { wordsOf } from './words.ts'

/** What a post says: of which services that they do not work now, or why it is not counted. */
export type Said =
  | {
      readonly kind: 'trouble'
      /** BCP 47, of the words that say it. */
      readonly language: string
      /** Service → its components that are named. */
      readonly services: ReadonlyMap<string, readonly string[]>
    }
  | { readonly kind: 'nothing'; readonly because: Because }

/** `elsewhere`: there are signs of trouble, and none is said of a service; `works`: it is said to work. */
export type Because = 'no_name' | 'no_sign' | 'elsewhere' | 'works' | Aside

export type Classify = (post: string) => Said

/**
 * Makes the function that reads posts: whether one says that a service of the catalogue does not work now. Names and
 * signs of trouble are found as words (Motoyama et al. 2010 took "X is down", asked or said); a sign counts for the
 * services that it stands with. It is pure and keeps nothing; its time grows with the length of the post.
 */
export function createClassifier(
  services: readonly NamedService[],
  languages: readonly Language[],
): Classify {
  const rules = rulesOf(services, languages)
  return post => classify(post, rules)
}

function classify(post: string, rules: Rules): Said {
  const items = itemsOf(
    wordsOf(post, word => rules.names.byFirst.has(word)),
    rules,
  )
  if (!items.some(({ names }) => names !== undefined)) return nothing('no_name')
  const idioms = find(items, rules.idioms, rules.fillers)
  const isCarrier = items.some(({ names = [] }) => names.some(id => rules.carriers.has(id)))
  const others = isCarrier ? new Set<string>() : rules.others
  const signs = signsOf(items, rules).filter(sign => !isVoid(sign, idioms, items, others, rules.fillers))
  if (signs.length === 0) return nothing('no_sign')
  const aside = asideOf(items, isCarrier, rules)
  if (aside !== undefined) return nothing(aside)
  const works = find(items, rules.works, rules.fillers).filter(
    span => !signs.some(sign => overlap(sign, span)),
  )
  const troubled = servicesOf(items, signs, works, rules)
  if (troubled.size === 0) return nothing(works.length > 0 ? 'works' : 'elsewhere')
  const language = languageOf(items, signs, rules)
  const words = items.flatMap(({ text }) => text.split(' '))
  return {
    kind: 'trouble',
    language,
    services: new Map(
      [...troubled].map(service => [service, componentsNamed(service, words, rules.components, rules.parts)]),
    ),
  }
}

interface Sign extends Span {
  readonly language: Language
}

/** Signs of trouble; the weaker ones only where others are said to meet it too. */
function signsOf(items: readonly NamedItem[], rules: Rules): Sign[] {
  const isShared = find(items, rules.crowd, rules.fillers).length > 0
  return [...rules.signs, ...(isShared ? rules.weak : [])].flatMap(({ language, patterns }) =>
    find(items, patterns, rules.fillers).map(span => ({ ...span, language })),
  )
}

function nothing(because: Because): Said {
  return { kind: 'nothing', because }
}

/** An idiom voids a sign that it runs into, unless the sign says more; so does another subject just before it. */
function isVoid(
  sign: Span,
  idioms: readonly Span[],
  items: readonly NamedItem[],
  others: ReadonlySet<string>,
  fillers: ReadonlySet<string>,
): boolean {
  if (idioms.some(idiom => overlap(idiom, sign) && lengthOf(idiom) >= lengthOf(sign) - namesIn(sign, items)))
    return true
  for (let before = sign.start - 1; before >= 0; before--) {
    const item = items[before]
    if (item === undefined || item.sentence !== items[sign.start]?.sentence || item.names !== undefined)
      return false
    if (others.has(item.text)) return true
    if (!fillers.has(item.text)) return false
  }
  return false
}

function lengthOf({ start, end }: Span): number {
  return end - start
}

function namesIn({ start, end }: Span, items: readonly NamedItem[]): number {
  return items.slice(start, end).filter(({ names }) => names !== undefined).length
}

function overlap(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end
}

function asideOf(items: readonly NamedItem[], isCarrier: boolean, rules: Rules): Aside | undefined {
  const exempt = find(items, rules.noAsides, rules.fillers)
  const found = rules.asides.find(
    ({ because, patterns }) =>
      !(because === 'own' && isCarrier) &&
      find(items, patterns, rules.fillers).some(span => !exempt.some(each => overlap(each, span))),
  )
  return found?.because
}

/** The language of the signs; among those of one script the one with most of its frequent words in the post. */
function languageOf(items: readonly NamedItem[], signs: readonly Sign[], rules: Rules): string {
  const [native] = signs.filter(({ language }) => language.script !== 'Latn')
  if (native !== undefined) return native.language.tag
  const texts = new Set(items.map(({ text }) => text))
  const score = ({ words }: Language) => split(words).filter(word => texts.has(word)).length
  const inLatin = rules.signs.map(({ language }) => language).filter(({ script }) => script === 'Latn')
  const signed = new Set(signs.map(({ language }) => language))
  const best = inLatin.toSorted((a, b) => score(b) + Number(signed.has(b)) - score(a) - Number(signed.has(a)))
  return best[0]?.tag ?? 'und'
}
