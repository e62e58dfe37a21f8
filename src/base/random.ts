import { randomBytes } from 'node:crypto'

/** The only source of chance: a function that gives a number in [0, 1). */
export type Random = () => number

export const systemRandom: Random = () => Math.random()

/**
 * A seeded generator (mulberry32 by Tommy Ettinger), for replays, benchmarks and tests.
 * Same seed, same numbers.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A secret that nobody can guess: 32 random bytes, base64url. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}
