/** A series over some rows of which the newest weigh most. Plain JSON. */
export interface Run {
  mean: number
  variance: number
  departure: number
}

export function newRun(): Run {
  return { mean: 0, variance: 0, departure: 0 }
}

/** Takes a value in, and how far it departs from what was expected (West, CACM 1979, with a share instead of 1/n). */
export function lengthen(run: Run, value: number, departure: number, rows: number): void {
  const off = value - run.mean
  run.mean += off / rows
  run.variance += (off * (value - run.mean) - run.variance) / rows
  run.departure += (departure - run.departure) / rows
}

/** The logarithm of the variance; of what does not move at all still a number. */
export function unsteadiness({ mean, variance }: Run): number {
  return Math.log(variance + 1e-9 * (1 + mean ** 2))
}
