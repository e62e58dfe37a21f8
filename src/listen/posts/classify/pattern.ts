import { fold } from './fold.ts'

/** What patterns are matched against: a word, or a name of a service, whatever it is made of. */
export interface Item {
  readonly text: string
  readonly sentence: number
  /** Ids of the services that it names. */
  readonly names?: readonly string[]
}

/**
 * A pattern of words: `a b` one after the other, `a|b` one of them, `a?` perhaps, `NAME` a service's name, `N` a
 * number, `..` up to three words of any kind, `^` the beginning of a sentence. Between its words names and fillers may stand.
 */
export interface Pattern {
  readonly fromStart: boolean
  readonly steps: readonly Step[]
}

interface Step {
  readonly kind: 'word' | 'name' | 'number' | 'gap'
  readonly words: ReadonlySet<string>
  readonly optional: boolean
}

/** Where a pattern was found: items [start, end). */
export interface Span {
  readonly start: number
  readonly end: number
}

const longestGap = 3
const mostFillers = 4

/** Patterns by the word that they begin with, so that a text of n words costs n look-ups. */
export interface Patterns {
  readonly byWord: ReadonlyMap<string, readonly Pattern[]>
  readonly byName: readonly Pattern[]
  readonly byNumber: readonly Pattern[]
}

/** Reads patterns, one a line; `#` begins a comment. */
export function patterns(lines: string): Patterns {
  const byWord = new Map<string, Pattern[]>()
  const byName: Pattern[] = []
  const byNumber: Pattern[] = []
  for (const line of lines.split('\n')) {
    const pattern = read(line.replace(/#.*/, '').trim())
    const [first] = pattern?.steps ?? []
    if (pattern === undefined || first === undefined) continue
    if (first.kind === 'name') byName.push(pattern)
    if (first.kind === 'number') byNumber.push(pattern)
    for (const word of first.words) byWord.set(word, [...(byWord.get(word) ?? []), pattern])
  }
  return { byWord, byName, byNumber }
}

function read(line: string): Pattern | undefined {
  if (line === '') return undefined
  const fromStart = line.startsWith('^ ')
  const steps = line
    .replace(/^\^ /, '')
    .split(/\s+/)
    .map((word): Step => {
      if (word === 'NAME') return { kind: 'name', words: new Set(), optional: false }
      if (word === 'NAME?') return { kind: 'name', words: new Set(), optional: true }
      if (word === 'N') return { kind: 'number', words: new Set(), optional: false }
      if (word === '..') return { kind: 'gap', words: new Set(), optional: true }
      const optional = word.endsWith('?')
      if (word.slice(0, -1).includes('?')) throw new Error(`only a whole step is optional: ${line}`)
      const words = (optional ? word.slice(0, -1) : word).split('|').map(fold)
      return { kind: 'word', words: new Set(words), optional }
    })
  if (steps[0]?.kind === 'gap' || steps[0]?.optional === true)
    throw new Error(`a pattern begins with a word, NAME or N: ${line}`)
  return { fromStart, steps }
}

/** Every word that patterns know. */
export function wordsIn({ byWord, byName, byNumber }: Patterns): string[] {
  const all = [...byWord.values()].flat().concat(byName, byNumber)
  return all.flatMap(({ steps }) => steps.flatMap(({ words }) => [...words]))
}

/** The longest match of each pattern at each place. Linear in the number of items: what a pattern may skip is bounded. */
export function find(items: readonly Item[], known: Patterns, fillers: ReadonlySet<string>): Span[] {
  const found: Span[] = []
  for (const [start, item] of items.entries()) {
    for (const pattern of begunBy(item, known)) {
      if (pattern.fromStart && !beginsSentence(items, start, fillers)) continue
      const end = match(items, start + 1, item.sentence, pattern.steps, 1, fillers)
      if (end !== undefined) found.push({ start, end })
    }
  }
  return found
}

const number = /^\d{1,4}(st|nd|rd|th)?$/

function begunBy({ text, names }: Item, { byWord, byName, byNumber }: Patterns): readonly Pattern[] {
  if (names !== undefined) return byName
  return byWord.get(text) ?? (number.test(text) ? byNumber : [])
}

/** Whether nothing but fillers and names stands before it in its sentence. */
export function beginsSentence(items: readonly Item[], place: number, fillers: ReadonlySet<string>): boolean {
  const sentence = items[place]?.sentence
  for (let before = place - 1; before >= 0 && before >= place - mostFillers; before--) {
    const item = items[before]
    if (item === undefined || item.sentence !== sentence) return true
    if (item.names === undefined && !fillers.has(item.text)) return false
  }
  return place <= mostFillers
}

function fits({ text, names }: Item, { kind, words }: Step): boolean {
  if (kind === 'name') return names !== undefined
  return kind === 'number' ? number.test(text) : words.has(text)
}

function match(
  items: readonly Item[],
  place: number,
  sentence: number,
  steps: readonly Step[],
  step: number,
  fillers: ReadonlySet<string>,
): number | undefined {
  const wanted = steps[step]
  if (wanted === undefined) return place
  if (wanted.kind === 'gap') {
    for (let skipped = 0; skipped <= longestGap; skipped++) {
      const end = match(items, place + skipped, sentence, steps, step + 1, fillers)
      if (end !== undefined) return end
    }
    return undefined
  }
  for (let skipped = 0; skipped <= mostFillers; skipped++) {
    const item = items[place + skipped]
    if (item === undefined || item.sentence !== sentence) break
    if (fits(item, wanted)) {
      const end = match(items, place + skipped + 1, sentence, steps, step + 1, fillers)
      if (end !== undefined) return end
    }
    if (item.names === undefined && !fillers.has(item.text)) break
  }
  return wanted.optional ? match(items, place, sentence, steps, step + 1, fillers) : undefined
}
