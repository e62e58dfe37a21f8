import { mix } from './mix.ts'

/** How often each key was added. */
export interface Frequencies {
  /** Adds one to a key of 32 bits. */
  add(key: number): void
  /** Never too low; exact for few keys, then too high by at most some thousandths of all that was added. */
  of(key: number): number
}

/** So many keys are kept one by one. */
const exactly = 4_096
const rows = 4
const width = 2 ** 14

/**
 * Exact for up to 4,096 keys; beyond, a count-min sketch of 256 KiB (Cormode and Muthukrishnan, J. Algorithms
 * 2005) with conservative update (Estan and Varghese, SIGCOMM 2002): a key is too high by at most e/16,384
 * of all added, with probability 1 − e⁻⁴, and in practice by far less.
 */
export function createFrequencies(): Frequencies {
  let few: Map<number, number> | undefined = new Map()
  let cells: Uint32Array | undefined

  function raise(key: number, by: number): void {
    if (cells === undefined) return
    const least = lowest(cells, key) + by
    for (let row = 0; row < rows; row++) {
      const cell = cellOf(key, row)
      if ((cells[cell] ?? 0) < least) cells[cell] = least
    }
  }

  return {
    add(key) {
      if (few === undefined) return raise(key, 1)
      few.set(key, (few.get(key) ?? 0) + 1)
      if (few.size <= exactly) return
      cells = new Uint32Array(rows * width)
      for (const [each, count] of few) raise(each, count)
      few = undefined
    },
    of(key) {
      if (few !== undefined) return few.get(key) ?? 0
      return cells === undefined ? 0 : lowest(cells, key)
    },
  }
}

function lowest(cells: Uint32Array, key: number): number {
  let least = Number.POSITIVE_INFINITY
  for (let row = 0; row < rows; row++) {
    const count = cells[cellOf(key, row)] ?? 0
    if (count < least) least = count
  }
  return least
}

function cellOf(key: number, row: number): number {
  return row * width + (mix(key + Math.imul(row, 0x9e3779b9)) & (width - 1))
}
