import { createHmac } from 'node:crypto'
import type { Millis } from '../../base/clock.ts'
import type { ServicePosts } from '../../model/heard.ts'
import type { Classify } from './classify/classify.ts'
import { plainWords } from './classify/words.ts'
import { policy } from './policy.ts'
import type { Post } from './stream-kind.ts'

export interface PostCounter {
  /** Counts a post if it says that a service does not work. Nothing of it is kept but counts and keyed hashes. */
  hear(post: Post, at: Millis): void
  /**
   * Gives what was counted in the window that begins at `from`, and forgets it.
   * @returns undefined where not all of it could be counted
   */
  take(from: Millis): Readonly<Record<string, ServicePosts>> | undefined
  /** Something of the window of this time was not read: it cannot be given any more. */
  spoil(at: Millis): void
  /** Forgets all windows that are not taken yet. */
  forget(): void
}

interface Window {
  readonly services: Map<string, ServicePosts>
  spoilt: boolean
}

/** Who and what has counted within a quarter hour, as hashes by a key that nobody else has and that is gone with it. */
interface Memory {
  readonly key: string
  readonly authors: Set<bigint>
  /** Hash of a text → how many authors have counted with it. */
  readonly texts: Map<bigint, number>
}

/** @param newKey makes a secret, for each quarter hour another */
export function postCounter(classify: Classify, newKey: () => string): PostCounter {
  const windows = new Map<Millis, Window>()
  const memories = new Map<number, Memory>()

  const windowOf = (at: Millis): Window => {
    const from = Math.floor(at / policy.window) * policy.window
    const window = windows.get(from) ?? { services: new Map(), spoilt: false }
    windows.set(from, window)
    return window
  }
  const memoryOf = (at: Millis): Memory => {
    const quarter = Math.floor(at / policy.once)
    const memory = memories.get(quarter) ?? { key: newKey(), authors: new Set(), texts: new Map() }
    memories.set(quarter, memory)
    // A stream that goes on from a while ago may be in the quarter before; no other is asked again.
    for (const old of memories.keys()) if (Math.abs(old - quarter) > 1) memories.delete(old)
    return memory
  }

  return {
    hear(post, at) {
      const said = classify(post.text)
      if (said.kind !== 'trouble') return
      const memory = memoryOf(at)
      const window = windowOf(at)
      if (memory.authors.size >= policy.mostAuthors) {
        window.spoilt = true
        return
      }
      const services = [...said.services].filter(([service]) => isFirst(memory, `${post.author} ${service}`))
      if (services.length === 0 || isCopy(memory, post.text)) return
      for (const [service, components] of services) {
        const counted = window.services.get(service) ?? { counted: 0, languages: {}, components: {} }
        counted.counted++
        increment(counted.languages, said.language)
        for (const component of components) increment(counted.components, component)
        window.services.set(service, counted)
      }
    },
    take(from) {
      const window = windows.get(from)
      windows.delete(from)
      if (window?.spoilt) return undefined
      return Object.fromEntries(window?.services ?? [])
    },
    spoil(at) {
      windowOf(at).spoilt = true
    },
    forget: () => windows.clear(),
  }
}

function isFirst({ key, authors }: Memory, who: string): boolean {
  const hash = hashOf(key, who)
  if (authors.has(hash)) return false
  authors.add(hash)
  return true
}

/** Whether enough have counted with the same words, whatever names, numbers, tags and addresses stand among them. */
function isCopy({ key, texts }: Memory, text: string): boolean {
  const words = plainWords(text)
  if (words.length < policy.alikeFrom) return false
  const hash = hashOf(key, words.join(' '))
  const before = texts.get(hash) ?? 0
  if (before > 0 || texts.size < policy.mostTexts) texts.set(hash, before + 1)
  return before >= policy.mostAlike
}

function hashOf(key: string, text: string): bigint {
  return createHmac('sha256', key).update(text).digest().readBigUInt64LE()
}

function increment(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1
}
