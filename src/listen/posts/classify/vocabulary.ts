import { fold, undrawn } from './fold.ts'
import type { Language } from './languages/language.ts'

/** Every word that the languages and the names know, and how others are led back to one of them. */
export interface Vocabulary {
  /** The known word that a word is: as it is, without an ending, or not drawn out; else the word itself. */
  known(word: string): string
  /** A name without its ending: `facebooker`, `ফেসবুকের` → the name; the word itself where none is cut. */
  stem(word: string): string
}

const bengali = /^\p{Script=Bengali}/u
const longestEnding = 4
/** Latin names that are shorter take no ending: `fbs`, `xe` are other words. */
const shortestStem = 4

export function vocabularyOf(
  words: ReadonlySet<string>,
  names: ReadonlySet<string>,
  languages: readonly Language[],
): Vocabulary {
  const endings = new Set(languages.flatMap(({ endings }) => split(endings)).map(fold))
  const cut = (word: string, among: ReadonlySet<string>, shortest: number): string | undefined => {
    for (let length = word.length - 1; length >= Math.max(shortest, word.length - longestEnding); length--) {
      const stem = word.slice(0, length)
      if (among.has(stem) && endings.has(word.slice(length))) return stem
    }
    return undefined
  }
  return {
    known(word) {
      if (words.has(word)) return word
      const stem = bengali.test(word) ? cut(word, words, 2) : undefined
      return stem ?? undrawn(word).find(short => words.has(short)) ?? word
    },
    stem(word) {
      if (names.has(word)) return word
      return cut(word, names, bengali.test(word) ? 2 : shortestStem) ?? word
    },
  }
}

export function split(words: string): string[] {
  return words.split(/\s+/).filter(word => word !== '')
}
