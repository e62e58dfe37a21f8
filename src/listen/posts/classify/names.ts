import type { Service } from '../../../model/service.ts'
import { fold } from './fold.ts'

/** The names of services, word by word, as they are found in a text. */
export interface Names {
  /** First word → every name that begins with it, the longest first. */
  readonly byFirst: ReadonlyMap<string, readonly Name[]>
  /** Names that are one word, for hashtags and endings. */
  readonly single: ReadonlyMap<string, readonly string[]>
}

export interface Name {
  readonly words: readonly string[]
  readonly services: readonly string[]
}

type Named = Pick<Service, 'id' | 'names' | 'alsoCalled'>

/** Every name and nickname of every service, folded; one that several go by names them all. */
export function namesOf(services: readonly Named[]): Names {
  const byName = new Map<string, Set<string>>()
  for (const service of services) {
    for (const written of writtenNames(service)) {
      const name = wordsOfName(written).join(' ')
      if (name !== '') byName.set(name, (byName.get(name) ?? new Set()).add(service.id))
    }
  }
  const all = [...byName].map(([name, ids]): Name => ({ words: name.split(' '), services: [...ids] }))
  all.sort((a, b) => b.words.length - a.words.length)
  const byFirst = Map.groupBy(all, ({ words }) => words[0] ?? '')
  const single = new Map(
    all.filter(({ words }) => words.length === 1).map(({ words, services }) => [words[0] ?? '', services]),
  )
  return { byFirst, single }
}

/** `X (Twitter)` is X, and Twitter. */
function writtenNames({ names, alsoCalled = [] }: Named): string[] {
  const parts = Object.values(names).flatMap(name => [name.replace(/\([^)]*\)/, ''), ...inBrackets(name)])
  return [...parts, ...alsoCalled]
}

function inBrackets(name: string): string[] {
  const [, inside] = /\(([^)]*)\)/.exec(name) ?? []
  return inside === undefined ? [] : [inside]
}

function wordsOfName(name: string): string[] {
  return name
    .trim()
    .split(/[\s-]+/)
    .filter(word => word !== '')
    .map(fold)
}

/** The longest name that begins at a place. @param ends whether a word is another with an ending */
export function nameAt(
  words: readonly { readonly text: string; readonly sentence: number }[],
  place: number,
  { byFirst }: Names,
  stem: (word: string) => string,
): { services: readonly string[]; length: number } | undefined {
  const first = words[place]
  if (first === undefined) return undefined
  for (const name of byFirst.get(first.text) ?? byFirst.get(stem(first.text)) ?? []) {
    const fits = name.words.every((wanted, index) => {
      const word = words[place + index]
      if (word === undefined || word.sentence !== first.sentence) return false
      return word.text === wanted || (index === name.words.length - 1 && stem(word.text) === wanted)
    })
    if (fits) return { services: name.services, length: name.words.length }
  }
  return undefined
}
