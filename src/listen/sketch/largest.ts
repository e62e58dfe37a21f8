/** How much the most frequent key has. */
export interface Largest {
  add(key: number): void
  /** The share of the most frequent key in all added (0 to 1): never too high, too low by less than `largestError`. */
  share(): number
}

const kept = 128

/** How much of all that was added a key may be told too low by. */
export const largestError = 1 / (kept + 1)

/** The heavy hitters of Misra and Gries (Sci. Comput. Program. 1982): at most 128 counters, exact for up to 128 keys. */
export function createLargest(): Largest {
  const counters = new Map<number, number>()
  let added = 0
  return {
    add(key) {
      added++
      const count = counters.get(key)
      if (count !== undefined) counters.set(key, count + 1)
      else if (counters.size < kept) counters.set(key, 1)
      else takeOneFromEach(counters)
    },
    share() {
      return added === 0 ? 0 : Math.max(0, ...counters.values()) / added
    },
  }
}

function takeOneFromEach(counters: Map<number, number>): void {
  for (const [key, count] of counters) {
    if (count === 1) counters.delete(key)
    else counters.set(key, count - 1)
  }
}
