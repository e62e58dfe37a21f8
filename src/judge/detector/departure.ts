import type { Scale } from './scale.ts'
import { tuning } from './tuning.ts'

/** How far a series departs from what is expected of it over some rows, the newest weighing most. Plain JSON. */
export interface Departure {
  /** The mean of the values, and of what was expected of them. */
  value: number
  expected: number
  /** By how much it usually lies above, and the mean square around there beyond what chance alone makes. */
  centre: number
  squares: number
}

export function newDeparture(): Departure {
  return { value: 0, expected: 0, centre: 0, squares: 0 }
}

/** A departure on the series' scale, and in spreads of its own. */
export interface Departed {
  readonly by: number
  readonly spreads: number
}

/**
 * Takes a value in and says how far the series departs now.
 * @param expected of the value, on the scale
 * @param rows rows that are averaged
 */
export function depart(
  departure: Departure,
  scale: Scale,
  value: number,
  expected: number,
  rows: number,
): Departed {
  departure.value += (scale.part(value) - departure.value) / rows
  departure.expected += (scale.expectedPart(expected) - departure.expected) / rows
  const by = scale.above(departure.value, departure.expected, 2 * rows - 1)
  return { by, spreads: (by - departure.centre) / spreadOf(departure, scale, rows) }
}

/** The spread of a departure, as far as it is known. A mean in which the newest weigh 1/n is as steady as 2n − 1 rows. */
export function spreadOf(departure: Departure, scale: Scale, rows: number): number {
  return Math.sqrt(departure.squares + scale.chance(departure.expected, 2 * rows - 1) ** 2)
}

/**
 * Takes a departure into what is usual; slowly where it lies far out, lest an outage become usual.
 * @param pace by what share the usual follows
 * @param settled false while the usual is hardly known and anything may lie far out
 */
export function learnDeparture(
  departure: Departure,
  scale: Scale,
  { spreads }: Departed,
  rows: number,
  pace: number,
  settled: boolean,
): void {
  const { pull, farOut, slowdown } = tuning.season
  const spread = spreadOf(departure, scale, rows)
  const most = settled ? pull : Number.POSITIVE_INFINITY
  const off = Math.max(-most, Math.min(most, spreads)) * spread
  const slowed = settled && Math.abs(spreads) > farOut ? slowdown * pace : pace
  const chance = scale.chance(departure.expected, 2 * rows - 1)
  departure.centre += slowed * off
  departure.squares += slowed * (Math.max(0, off ** 2 - chance ** 2) - departure.squares)
}
