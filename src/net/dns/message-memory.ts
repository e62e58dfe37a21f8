/**
 * Whole replies of parents (their keys, and what they say of their children's) for as long as their TTL says,
 * so that a chain of trust asks the root and the registries as seldom as a polite resolver does.
 */
export interface MessageMemory {
  get(question: string, now: number): Buffer | undefined
  /** @param expires milliseconds since the epoch */
  set(question: string, message: Buffer, expires: number): void
  forget(question: string): void
}

/** A memory that holds at most `limit` replies; the one longest unrenewed makes room. */
export function createMessageMemory(limit = 2_000): MessageMemory {
  const kept = new Map<string, { readonly message: Buffer; readonly expires: number }>()
  return {
    get(question, now) {
      const known = kept.get(question)
      if (known === undefined || known.expires > now) return known?.message
      kept.delete(question)
      return undefined
    },
    set(question, message, expires) {
      kept.delete(question)
      // A slice of a shared buffer would keep all of it.
      kept.set(question, { message: Buffer.from(message), expires })
      const [oldest] = kept.keys()
      if (kept.size > limit && oldest !== undefined) kept.delete(oldest)
    },
    forget(question) {
      kept.delete(question)
    },
  }
}
