/**
 * What a series counts: `count`, how many in an interval (of people's reports); `duration`, how long (ms, of looks);
 * `value`, whatever it is.
 */
export type SeriesKind = 'count' | 'duration' | 'value'

/** On what scale the values of a kind are compared, and what chance alone does to them there. */
export interface Scale {
  /** A sum of so many values on the scale, and back to the value of one. */
  readonly on: (sum: number, rows: number) => number
  readonly off: (onScale: number) => number
  /** What is averaged over rows: of a value, and of what was expected on the scale. */
  readonly part: (value: number) => number
  readonly expectedPart: (onScale: number) => number
  /** By how much one mean of so many parts lies above another on the scale. */
  readonly above: (mean: number, expected: number, rows: number) => number
  /** The spread there that even the steadiest series has. */
  readonly chance: (expected: number, rows: number) => number
}

/**
 * Counts by how many times more they are. Half a count more makes the logarithm of few hardly biased (Haldane, 1956);
 * the spread is Poisson's, and what there is beyond is learnt, as in a negative binomial.
 */
const count: Scale = {
  on: (sum, rows) => Math.log((Math.max(0, sum) + 0.5) / rows),
  off: Math.exp,
  part: value => Math.max(0, value),
  expectedPart: Math.exp,
  above: (mean, expected, rows) => Math.log((mean * rows + 0.5) / (expected * rows + 0.5)),
  chance: (expected, rows) => 1 / Math.sqrt(expected * rows + 0.5),
}

/** Durations by how many times longer they are. */
const duration: Scale = {
  on: (sum, rows) => logMs(sum / rows),
  off: Math.exp,
  part: logMs,
  expectedPart: onScale => onScale,
  above: (mean, expected) => mean - expected,
  chance: (_, rows) => 0.05 / Math.sqrt(rows),
}

/** What is not known to be either, as it is. */
const value: Scale = {
  on: (sum, rows) => sum / rows,
  off: onScale => onScale,
  part: value => value,
  expectedPart: onScale => onScale,
  above: (mean, expected) => mean - expected,
  chance: expected => 1e-6 * (1 + Math.abs(expected)),
}

export const scales: Readonly<Record<SeriesKind, Scale>> = { count, duration, value }

function logMs(ms: number): number {
  return Math.log(Math.max(ms, 0.1))
}
