/**
 * Counts by size class, from which quantiles are read to within 5 % and which can be added together
 * (DDSketch: Masson, Rim and Lee, VLDB 2019). Keys are classes, values counts.
 */
export type Sketch = Record<string, number>

const error = 0.05
const logGamma = Math.log((1 + error) / (1 - error))

/** Counts one value of zero or more; what lies below 0.001 counts as 0.001. */
export function count(sketch: Sketch, value: number): void {
  const size = Math.ceil(Math.log(Math.max(value, 0.001)) / logGamma)
  sketch[size] = (sketch[size] ?? 0) + 1
}

/** The value below which the share `q` (0 to 1) of all lies; 0 for an empty sketch. */
export function quantile(sketch: Sketch, q: number): number {
  const classes = Object.entries(sketch)
    .map(([size, n]) => ({ size: Number(size), n }))
    .sort((a, b) => a.size - b.size)
  let left = q * (classes.reduce((sum, { n }) => sum + n, 0) - 1)
  for (const { size, n } of classes) {
    left -= n
    if (left < 0) return Math.exp((size - 0.5) * logGamma)
  }
  return 0
}
