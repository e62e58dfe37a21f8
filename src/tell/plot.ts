/**
 * Paths of SVG for values over equal steps, drawn in steps and not in slopes: a count holds for the whole of
 * its time. One unit of x is a step, y grows downwards to `height`; null is what is not known, and is left out.
 */
type Values = readonly (number | null)[]

/** The smallest of 1, 2, 5, 10, 20, … that is not less than `value`; 1 at the least. */
export function roundMax(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)))
  return [1, 2, 5, 10].map(times => times * power).find(nice => nice >= value) ?? 10 * power
}

/** What stands on the ground line, filled; stretches of the known are shapes of their own. */
export function area(values: Values, max: number, height: number): string {
  return runs(values, value => value !== null)
    .map(([from, to]) => `M${from} ${height}${tops(values.slice(from, to), from, max, height)}V${height}z`)
    .join('')
}

/** The line along the tops. */
export function line(values: Values, max: number, height: number): string {
  return runs(values, value => value !== null)
    .map(([from, to]) => `M${from} ${tops(values.slice(from, to), from, max, height).slice(1)}`)
    .join('')
}

/** [from, to) of each stretch in which `is` holds. */
export function runs<Value>(values: readonly Value[], is: (value: Value) => boolean): [number, number][] {
  const found: [number, number][] = []
  values.forEach((value, index) => {
    if (!is(value)) return
    const last = found.at(-1)
    if (last?.[1] === index) last[1] = index + 1
    else found.push([index, index + 1])
  })
  return found
}

/** Sums of each `n` values; null where none of them is known. */
export function coarser(values: Values, n: number): (number | null)[] {
  return Array.from({ length: Math.ceil(values.length / n) }, (_, index) => {
    const known = values.slice(index * n, (index + 1) * n).filter(value => value !== null)
    return known.length === 0 ? null : known.reduce((a, b) => a + b)
  })
}

/** `V10H3V7H4`: up or down to each value, and on to its end; equal neighbours are one stroke. */
function tops(values: Values, from: number, max: number, height: number): string {
  let path = ''
  let drawn: number | undefined
  values.forEach((value, index) => {
    const y = Math.round((1 - (value ?? 0) / max) * height * 10) / 10
    const end = `H${from + index + 1}`
    path = y === drawn ? path.slice(0, path.lastIndexOf('H')) + end : `${path}V${y}${end}`
    drawn = y
  })
  return path
}
