/** The typed arrays that hold addresses: numbers for IPv4, the upper 64 bits for IPv6. */
interface Keys<Key> {
  [at: number]: Key
  readonly length: number
  set(keys: ArrayLike<Key>): void
  subarray(begin: number, end: number): Keys<Key>
}

export interface Range<Key> {
  readonly start: Key
  readonly end: Key
  readonly as: number
}

/**
 * Ranges of addresses, each within another or apart from it, in a dozen bytes each and found by halving: a
 * whole routing table is a million of them, which as objects would be a hundred megabytes.
 */
export class Ranges<Key extends number | bigint> {
  readonly #make: (length: number) => Keys<Key>
  #starts: Keys<Key>
  #ends: Keys<Key>
  #ases = new Uint32Array(1024)
  /** Of each range the narrowest one that holds it; -1 for none. */
  #holders = new Int32Array(0)
  #size = 0

  /** @param make gives an empty array of so many keys */
  constructor(make: (length: number) => Keys<Key>) {
    this.#make = make
    this.#starts = make(1024)
    this.#ends = make(1024)
  }

  get size(): number {
    return this.#size
  }

  add({ start, end, as }: Range<Key>): void {
    if (this.#size === this.#ases.length) this.#resize(this.#size * 2)
    this.#starts[this.#size] = start
    this.#ends[this.#size] = end
    this.#ases[this.#size] = as
    this.#size++
  }

  /** Makes ready for look-ups, once all are added. */
  seal(): void {
    this.#sort()
    this.#resize(this.#size)
    this.#holders = new Int32Array(this.#size)
    for (let at = 0; at < this.#size; at++) {
      let holder = at - 1
      while (holder >= 0 && !this.#reaches(holder, this.#starts[at])) holder = this.#holders[holder] ?? -1
      this.#holders[at] = holder
    }
  }

  /** The narrowest range that holds the key. */
  find(key: Key): Range<Key> | undefined {
    let from = 0
    let to = this.#size
    while (from < to) {
      const middle = (from + to) >>> 1
      const start = this.#starts[middle]
      if (start !== undefined && start <= key) from = middle + 1
      else to = middle
    }
    // Whatever holds the key begins no later, so it is the last that does, or one that holds that.
    let at = from - 1
    while (at >= 0 && !this.#reaches(at, key)) at = this.#holders[at] ?? -1
    return rangeAt<Key>(at, this.#starts, this.#ends, this.#ases)
  }

  #reaches(at: number, key: Key | undefined): boolean {
    const end = this.#ends[at]
    return end !== undefined && key !== undefined && end >= key
  }

  #resize(length: number): void {
    const resized = (keys: Keys<Key>) => {
      const next = this.#make(length)
      next.set(keys.subarray(0, this.#size))
      return next
    }
    this.#starts = resized(this.#starts)
    this.#ends = resized(this.#ends)
    const ases = new Uint32Array(length)
    ases.set(this.#ases.subarray(0, this.#size))
    this.#ases = ases
  }

  /** By start, of equal starts the widest first. Files mostly are already: then nothing is done. */
  #sort(): void {
    const compare = (a: number, b: number) =>
      order(this.#starts[a], this.#starts[b]) || order(this.#ends[b], this.#ends[a])
    let sorted = true
    for (let at = 1; sorted && at < this.#size; at++) sorted = compare(at - 1, at) <= 0
    if (sorted) return
    const places = Uint32Array.from({ length: this.#size }, (_, at) => at).sort(compare)
    const [starts, ends, ases] = [this.#starts, this.#ends, this.#ases]
    this.#starts = this.#make(this.#size)
    this.#ends = this.#make(this.#size)
    this.#ases = new Uint32Array(this.#size)
    for (const [at, place] of places.entries()) {
      const range = rangeAt<Key>(place, starts, ends, ases)
      if (range === undefined) continue
      this.#starts[at] = range.start
      this.#ends[at] = range.end
      this.#ases[at] = range.as
    }
  }
}

function rangeAt<Key>(
  at: number,
  starts: Keys<Key>,
  ends: Keys<Key>,
  ases: Uint32Array,
): Range<Key> | undefined {
  const start: Key | undefined = starts[at]
  const end: Key | undefined = ends[at]
  const as = ases[at]
  return start === undefined || end === undefined || as === undefined ? undefined : { start, end, as }
}

function order<Key extends number | bigint>(a: Key | undefined, b: Key | undefined): number {
  if (a === undefined || b === undefined || a === b) return 0
  return a < b ? -1 : 1
}
