import type { Service } from '../../../model/service.ts'
import {
  type ComponentWords,
  componentsNamed,
  componentWords,
  type PartWords,
  partWords,
} from './components.ts'
import { fold } from './fold.ts'
import { type Aside, asides, type Language } from './languages/language.ts'
import { type Names, nameAt, namesOf } from './names.ts'
import { beginsSentence, find, type Item, type Patterns, patterns, type Span, wordsIn } from './pattern.ts'
import { split, type Vocabulary, vocabularyOf } from './vocabulary.ts'
import { type Word, wordsOf } from './words.ts'

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

type Named = Pick<Service, 'id' | 'names' | 'alsoCalled' | 'category' | 'components'>

interface NamedItem extends Item {
  /** It is an everyday word too, and does not stand as a name. */
  readonly doubtful?: true
}

interface Rules {
  readonly names: Names
  readonly vocabulary: Vocabulary
  readonly everyday: ReadonlySet<string>
  readonly technical: ReadonlySet<string>
  readonly fillers: ReadonlySet<string>
  readonly others: ReadonlySet<string>
  readonly tags: ReadonlySet<string>
  readonly connectors: ReadonlySet<string>
  readonly signs: readonly { readonly language: Language; readonly patterns: Patterns }[]
  readonly weak: Rules['signs']
  readonly crowd: Patterns
  readonly idioms: Patterns
  readonly works: Patterns
  readonly asides: readonly { readonly because: Aside; readonly patterns: Patterns }[]
  readonly noAsides: Patterns
  readonly parts: PartWords
  readonly components: ComponentWords
  /** Services that carry people's lines: of these a missing network is the trouble itself. */
  readonly carriers: ReadonlySet<string>
}

/** Words between a name and a sign that is said of it. */
const farthest = 5

/**
 * Makes the function that reads posts: whether one says that a service of the catalogue does not work now. Names and
 * signs of trouble are found as words (Motoyama et al. 2010 took "X is down", asked or said); a sign counts for the
 * services that it stands with. It is pure and keeps nothing; its time grows with the length of the post.
 */
export function createClassifier(services: readonly Named[], languages: readonly Language[]): Classify {
  const rules = rulesOf(services, languages)
  return post => classify(post, rules)
}

function rulesOf(services: readonly Named[], languages: readonly Language[]): Rules {
  const joined = (of: (language: Language) => string) => patterns(languages.map(of).join('\n'))
  const wordSet = (of: (language: Language) => string) =>
    new Set(languages.flatMap(language => split(of(language))).map(fold))
  const names = namesOf(services)
  const signs = languages.map(language => ({ language, patterns: patterns(language.signs) }))
  const weak = languages.map(language => ({ language, patterns: patterns(language.weak) }))
  const crowd = joined(({ crowd }) => crowd)
  const idioms = joined(({ idioms }) => idioms)
  const works = joined(({ works }) => works)
  const noAsides = joined(({ noAsides }) => noAsides)
  const asidePatterns = asides.map(because => ({
    because,
    patterns: joined(language => language.asides[because]),
  }))
  const sets = {
    everyday: wordSet(({ everyday }) => everyday),
    technical: wordSet(({ technical }) => technical),
    fillers: wordSet(({ fillers }) => fillers),
    others: wordSet(({ others }) => others),
    tags: wordSet(({ tags }) => tags),
    connectors: new Set(
      ['and', 'or', 'aur', 'ar', 'o', 'n', 'both', 'all', 'আর', 'ও', 'এবং', 'और', 'তথা'].map(fold),
    ),
  }
  const parts = partWords(languages)
  const nameWords = new Set([...names.byFirst.values()].flat().flatMap(({ words }) => words))
  const all = [...signs, ...weak, ...asidePatterns]
    .map(({ patterns }) => patterns)
    .concat(crowd, idioms, works, noAsides)
  const words = new Set([
    ...all.flatMap(wordsIn),
    ...nameWords,
    ...Object.values(sets).flatMap(set => [...set]),
  ])
  for (const word of parts.keys()) words.add(word)
  const carriers = new Set(services.filter(({ category }) => category === 'telecom').map(({ id }) => id))
  return {
    ...sets,
    names,
    vocabulary: vocabularyOf(words, nameWords, languages),
    signs,
    weak,
    crowd,
    idioms,
    works,
    noAsides,
    asides: asidePatterns,
    parts,
    components: componentWords(services),
    carriers,
  }
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

/** Words as patterns know them, and names in one piece. Mentions of people are left out, whole hashtags are taken apart. */
function itemsOf(written: readonly Word[], rules: Rules): NamedItem[] {
  const { vocabulary, names, everyday, technical } = rules
  const words = written.map(word => ({ ...word, text: vocabulary.known(word.text) }))
  const sentencesOfApps = new Set(
    words.filter(({ text }) => technical.has(text)).map(({ sentence }) => sentence),
  )
  const items: NamedItem[] = []
  for (let place = 0; place < words.length; place++) {
    const word = words[place]
    if (word === undefined) break
    const { sentence, mark } = word
    const name = nameAt(words, place, names, vocabulary.stem)
    if (name !== undefined) {
      const text = vocabulary.stem(word.text)
      const isCommon = name.length === 1 && everyday.has(text)
      const doubtful = isCommon && !word.named && !sentencesOfApps.has(sentence)
      const whole = [text, ...words.slice(place + 1, place + name.length).map(each => each.text)].join(' ')
      items.push({ text: whole, sentence, names: name.services, ...(doubtful ? { doubtful } : {}) })
      place += name.length - 1
      continue
    }
    if (mark === '@') continue
    if (mark === '#') items.push(...tagItems(word, rules))
    else items.push({ text: word.text, sentence })
  }
  return items
}

/** `#instagramdown` → a name and a sign; any other hashtag is a word. */
function tagItems({ text, sentence }: Word, { names, tags }: Rules): NamedItem[] {
  const body = text.replaceAll('_', '').replace(/\d+$/, '')
  for (let cut = Math.min(body.length - 2, 30); cut > 1; cut--) {
    const services = names.single.get(body.slice(0, cut))
    if (services === undefined || !tags.has(body.slice(cut))) continue
    return [
      { text: body.slice(0, cut), sentence, names: services },
      { text: 'down', sentence },
    ]
  }
  return [{ text, sentence }]
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

/** The services whose last word in the post is a sign of trouble. */
function servicesOf(
  items: readonly NamedItem[],
  signs: readonly Span[],
  works: readonly Span[],
  rules: Rules,
): Set<string> {
  const said = [
    ...signs.map(span => ({ span, trouble: true })),
    ...works.map(span => ({ span, trouble: false })),
  ].sort((a, b) => a.span.end - b.span.end)
  const troubled = new Set<string>()
  for (const { span, trouble } of said) {
    const services = spokenOf(items, span, rules)
    if (trouble) for (const id of services) troubled.add(id)
    else if (services.length > 0) for (const id of services) troubled.delete(id)
    else troubled.clear()
  }
  return troubled
}

/** Of which services something is said: those in it, those just before it, or the only one of the post. */
function spokenOf(items: readonly NamedItem[], span: Span, rules: Rules): readonly string[] {
  for (let place = span.end - 1; place >= span.start; place--)
    if (items[place]?.names !== undefined) return groupAt(items, place, rules)
  const sentence = items[span.start]?.sentence
  let between = 0
  for (let place = span.start - 1; place >= 0 && between <= farthest; place--) {
    const item = items[place]
    if (item === undefined || item.sentence !== sentence) break
    if (item.names !== undefined) return groupAt(items, place, rules)
    if (!rules.fillers.has(item.text)) between++
  }
  if (!beginsSentence(items, span.start, rules.fillers)) return []
  const sure = items.filter(({ doubtful }) => doubtful === undefined).flatMap(({ names = [] }) => names)
  const [only, ...more] = new Set(sure)
  return only !== undefined && more.length === 0 ? [only] : []
}

/** A name and those that are joined to it: `Facebook, Instagram and WhatsApp`. */
function groupAt(items: readonly NamedItem[], place: number, { connectors }: Rules): string[] {
  const group: string[] = []
  const sentence = items[place]?.sentence
  for (let at = place; at >= 0; at--) {
    const item = items[at]
    if (item === undefined || item.sentence !== sentence) break
    if (item.names === undefined && !connectors.has(item.text)) break
    if (item.names !== undefined && item.doubtful === undefined) group.push(...item.names)
  }
  return group
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
