import { mix } from './mix.ts'

/** How many different things were added. */
export interface Distinct {
  /** Adds a thing by the 64 bits that it is known by, as two numbers of 32 bits. */
  add(high: number, low: number): void
  /** Exact for few, else within `distinctError`. */
  estimate(): number
}

const indexBits = 12
const registers = 2 ** indexBits
/** Ranks that 32 bits can show, none of them set being one more. */
const ranks = 33
/** So many are kept one by one: exact, and smaller than the registers. */
const exactly = 512

/** The relative standard error of an estimate of many: 1.04/√m (Flajolet, Fusy, Gandouet, Meunier, AofA 2007). */
export const distinctError = 1.04 / Math.sqrt(registers)

/**
 * HyperLogLog with 4,096 registers, read by the estimator of Ertl ("New cardinality estimation algorithms
 * for HyperLogLog sketches", arXiv 1702.01284, algorithm 6), which needs no tables and is unbiased from
 * one to billions. The order of adding and adding again change nothing.
 */
export function createDistinct(): Distinct {
  let few: Set<number> | undefined = new Set()
  let register: Uint8Array | undefined
  const histogram = new Uint32Array(ranks + 1)
  let known: number | undefined

  function raise(high: number, low: number): void {
    if (register === undefined) return
    const index = low & (registers - 1)
    const rank = Math.clz32(high) + 1
    const before = register[index] ?? 0
    if (rank <= before) return
    register[index] = rank
    histogram[before] = (histogram[before] ?? 0) - 1
    histogram[rank] = (histogram[rank] ?? 0) + 1
    known = undefined
  }

  function becomeMany(kept: Set<number>): void {
    register = new Uint8Array(registers)
    histogram[0] = registers
    for (const key of kept) raise(Math.floor(key / 2 ** 20), key % 2 ** 20)
    few = undefined
  }

  return {
    add(one, other) {
      // Four rounds of a Feistel network: 64 bits spread evenly over 64 bits, each to one.
      let low = other ^ mix(one)
      let high = one ^ mix(low ^ 0x9e3779b9)
      low ^= mix(high ^ 0x2545f491)
      high ^= mix(low ^ 0x85ebca6b)
      if (few === undefined) return raise(high, low)
      // 52 bits are exact as a number: all of the one, and of the other what the index is taken from.
      few.add((high >>> 0) * 2 ** 20 + (low & 0xf_ffff))
      if (few.size > exactly) becomeMany(few)
    },
    estimate() {
      if (few !== undefined) return few.size
      known ??= estimateOf(histogram)
      return known
    },
  }
}

function estimateOf(histogram: Uint32Array): number {
  const share = (rank: number) => (histogram[rank] ?? 0) / registers
  let sum = tau(1 - share(ranks))
  for (let rank = ranks - 1; rank >= 1; rank--) sum = 0.5 * (sum + share(rank))
  return registers / (2 * Math.LN2 * (sum + sigma(share(0))))
}

/** x + Σ x^(2^k) · 2^(k-1): what registers that nothing has touched say. */
function sigma(share: number): number {
  if (share === 1) return Number.POSITIVE_INFINITY
  let [x, y, sum, before] = [share, 1, share, -1]
  while (sum !== before) {
    before = sum
    x *= x
    sum += x * y
    y += y
  }
  return sum
}

/** ⅓ (1 − x − Σ (1 − x^(2^-k))² · 2^-k): what registers that are full say. */
function tau(share: number): number {
  if (share === 0 || share === 1) return 0
  let [x, y, sum, before] = [share, 1, 1 - share, -1]
  while (sum !== before) {
    before = sum
    x = Math.sqrt(x)
    y *= 0.5
    sum -= (1 - x) ** 2 * y
  }
  return sum / 3
}
