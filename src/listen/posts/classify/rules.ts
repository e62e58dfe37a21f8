import { isCarrier, type Service } from '../../../model/service.ts'
import { type ComponentWords, componentWords, type PartWords, partWords } from './components.ts'
import { fold } from './fold.ts'
import { type Aside, asides, type Language } from './languages/language.ts'
import { type Names, namesOf } from './names.ts'
import { type Patterns, patterns, wordsIn } from './pattern.ts'
import { split, type Vocabulary, vocabularyOf } from './vocabulary.ts'

export type NamedService = Pick<Service, 'id' | 'names' | 'alsoCalled' | 'category' | 'components'>

/** What posts are read by: the names of a catalogue, and all that the languages know, made ready to be looked up. */
export interface Rules {
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

export function rulesOf(services: readonly NamedService[], languages: readonly Language[]): Rules {
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
  const carriers = new Set(services.filter(isCarrier).map(({ id }) => id))
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
