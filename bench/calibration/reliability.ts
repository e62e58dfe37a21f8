import type { Claim } from './claims.ts'

/** The claims of like confidence: how sure they were on the average, and how many were right. */
export interface Bin {
  readonly from: number
  readonly to: number
  readonly n: number
  readonly confidence: number
  readonly right: number
  /** Wilson's interval (1927) of the share that is right, at 95 %. */
  readonly low: number
  readonly high: number
}

const edges = [0, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.0001]

export function reliability(claims: readonly Claim[]): Bin[] {
  return edges.slice(0, -1).flatMap((from, index) => {
    const to = edges[index + 1] ?? 1
    const some = claims.filter(({ confidence }) => confidence >= from && confidence < to)
    if (some.length === 0) return []
    const right = share(some)
    const confidence = some.reduce((sum, claim) => sum + claim.confidence, 0) / some.length
    return [{ from, to: Math.min(1, to), n: some.length, confidence, right, ...wilson(right, some.length) }]
  })
}

/** The mean distance between confidence and share right, by how many claims there are (expected calibration error). */
export function calibrationError(bins: readonly Bin[]): number {
  const all = bins.reduce((sum, { n }) => sum + n, 0)
  return bins.reduce((sum, { n, confidence, right }) => sum + (n / all) * Math.abs(confidence - right), 0)
}

/** The mean square of confidence less outcome (Brier, 1950). */
export function brier(claims: readonly Claim[]): number {
  return (
    claims.reduce((sum, { confidence, right }) => sum + (confidence - Number(right)) ** 2, 0) / claims.length
  )
}

function share(claims: readonly Claim[]): number {
  return claims.filter(({ right }) => right).length / claims.length
}

function wilson(p: number, n: number): { low: number; high: number } {
  const z = 1.96
  const middle = (p + z ** 2 / (2 * n)) / (1 + z ** 2 / n)
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2))
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}
