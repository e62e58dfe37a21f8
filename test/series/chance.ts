import type { Random } from '../../src/base/random.ts'

/** A normal deviate (Box & Muller, 1958). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** A gamma deviate of mean 1 (Marsaglia & Tsang, 2000). @param shape above 0; the variance is 1 / shape */
export function gamma(random: Random, shape: number): number {
  if (shape < 1) return ((gamma(random, shape + 1) * (shape + 1)) / shape) * random() ** (1 / shape)
  const d = shape - 1 / 3
  while (true) {
    const x = normal(random)
    const v = (1 + x / Math.sqrt(9 * d)) ** 3
    if (v > 0 && Math.log(1 - random()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return (d * v) / shape
  }
}

/** A Poisson deviate; from a mean of 50 on by the normal one. */
export function poisson(random: Random, mean: number): number {
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)))
  const least = Math.exp(-mean)
  let product = random()
  let count = 0
  while (product > least) {
    product *= random()
    count++
  }
  return count
}

/** An over-dispersed count: variance = mean + mean² / shape (negative binomial). */
export function negativeBinomial(random: Random, mean: number, shape: number): number {
  return poisson(random, mean * gamma(random, shape))
}
