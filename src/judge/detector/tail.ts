/**
 * The probability that a value lies so many spreads above the middle or higher, by Student's t with eight degrees of
 * freedom (Abramowitz & Stegun 26.7.4): heavier than a normal tail, which would cry wolf over what people say.
 */
export function upperTail(spreads: number): number {
  if (spreads < 0) return 1 - upperTail(-spreads)
  const c = 8 / (8 + spreads * spreads)
  const inside = Math.sqrt(1 - c) * (1 + c / 2 + (3 * c * c) / 8 + (5 * c ** 3) / 16)
  // Far out the subtraction has no digits left; there only the last term of the series counts.
  return inside > 1 - 1e-9 ? (35 / 256) * c ** 4 : (1 - inside) / 2
}

/** Spreads above the middle that one value in a hundred exceeds. */
export const onceInAHundred = 2.896

/**
 * How likely it is that something is going on, given how likely the like would be if nothing were: at most so likely
 * by any alternative, both having been as likely before (Sellke, Bayarri & Berger, The American Statistician 2001).
 * 0.5 where it tells nothing, and less, but never nothing, where the value is as usual or on the other side.
 */
export function probabilityOf(tail: number): number {
  if (tail >= 1 / Math.E) return Math.max(0.05, (0.5 * (1 - tail)) / (1 - 1 / Math.E))
  return 1 / (1 - Math.E * tail * Math.log(Math.max(tail, Number.MIN_VALUE)))
}
