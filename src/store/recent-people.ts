/**
 * Which people were there of late, in eight bytes each: 64-bit hashes in flat tables with open addressing.
 *
 * There are two generations. Once the younger one is full, or has lasted `span`, it becomes the older one
 * and what that held is forgotten: so between one and two times `most` people are remembered, never more.
 */
export interface RecentPeople {
  /** Remembers somebody. @returns false for one who was there already */
  add(high: number, low: number): boolean
  /** Lets time pass. @param now milliseconds since 1970 */
  age(now: number): void
}

interface Generation {
  readonly slots: Uint32Array
  readonly mask: number
  used: number
  since: number
}

/** Slots of the first table. A larger one is so many times as large: moving into it takes milliseconds so. */
const smallest = 2 ** 12
const growth = 2 ** 5
const instead = [0x9e3779b9, 0x7f4a7c15] as const

/**
 * @param most people a generation; its table takes twelve bytes for each
 * @param span milliseconds that a generation lasts at most
 */
export function recentPeople(most: number, span: number): RecentPeople {
  const largest = 2 ** Math.ceil(Math.log2((most * 4) / 3))
  let now = 0
  let younger = emptyGeneration(smallest, now)
  let older = emptyGeneration(smallest, now)

  function turn(slots: number): void {
    older = younger
    younger = emptyGeneration(slots, now)
  }

  return {
    add(upper, lower) {
      // All zero marks a free slot: whoever has that hash gets another.
      const [high, low] = upper === 0 && lower === 0 ? instead : [upper, lower]
      if (holds(older, high, low) || !put(younger, high, low)) return false
      if (younger.used >= most) turn(younger.mask + 1)
      else if (isFull(younger)) younger = grown(younger, Math.min(largest, (younger.mask + 1) * growth))
      return true
    },
    age(time) {
      now = time
      if (younger.since === 0) younger.since = now
      if (now - younger.since >= span) turn(smallest)
    },
  }
}

/** @param size slots, a power of two */
function emptyGeneration(size: number, since: number): Generation {
  return { slots: new Uint32Array(size * 2), mask: size - 1, used: 0, since }
}

/** Three quarters: beyond that a search for a free slot becomes long. */
function isFull({ used, mask }: Generation): boolean {
  return used * 4 >= (mask + 1) * 3
}

function grown({ slots, since }: Generation, size: number): Generation {
  const larger = emptyGeneration(size, since)
  for (let at = 0; at < slots.length; at += 2) {
    const [high = 0, low = 0] = [slots[at], slots[at + 1]]
    if (high !== 0 || low !== 0) put(larger, high, low)
  }
  return larger
}

function holds(generation: Generation, high: number, low: number): boolean {
  return find(generation, high, low) < 0
}

/** @returns false where it was there already */
function put(generation: Generation, high: number, low: number): boolean {
  const at = find(generation, high, low)
  if (at < 0) return false
  generation.slots[at] = high
  generation.slots[at + 1] = low
  generation.used++
  return true
}

/**
 * The free place for a hash, or -1 where it is there already. The hash itself says where to begin: it is
 * keyed, so nobody can aim at a place.
 */
function find({ slots, mask }: Generation, high: number, low: number): number {
  for (let slot = low & mask; ; slot = (slot + 1) & mask) {
    const at = slot * 2
    const [thisHigh, thisLow] = [slots[at], slots[at + 1]]
    if (thisHigh === high && thisLow === low) return -1
    if (thisHigh === 0 && thisLow === 0) return at
  }
}
