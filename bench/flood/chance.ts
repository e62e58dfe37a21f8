import type { Random } from '../../src/base/random.ts'

/** How many come where so many are expected, each by itself: Poisson's law (of many by the normal one near it). */
export function poisson(expected: number, random: Random): number {
  if (expected > 50) return Math.max(0, Math.round(expected + Math.sqrt(expected) * normal(random)))
  const end = Math.exp(-expected)
  let count = 0
  for (let left = random(); left > end; left *= random()) count++
  return count
}

/** A factor around one, uneven from minute to minute: with it counts are over-dispersed (negative binomial). */
export function uneven(shape: number, random: Random): number {
  let sum = 0
  for (let n = 0; n < shape; n++) sum -= Math.log(1 - random())
  return sum / shape
}

/** Box and Muller's. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
