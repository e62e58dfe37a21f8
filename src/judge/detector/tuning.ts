/**
 * The detector's few constants, the same for every series. Rows are samples; docs/nab.md shows how little the score
 * moves when each of them is made larger or smaller by 30 %.
 */
export const tuning = {
  /** Rows before anything is said. */
  silentRows: 100,
  /** Rows before novelty is asked at all. */
  warmRows: 60,
  /** Rows over which the residuals are averaged: this one alone, a few, and many. */
  spans: [1, 12, 72],
  /** Rows over which it is asked how unsteady the series is, and whether the shorter lies above the longer. */
  runs: [24, 96],
  season: {
    /** A day's hour or a week's hour follows its last few values: what share the newest has. */
    learning: 0.25,
    /** The level follows over so many days. */
    levelDays: 1,
    /** A residual pulls so many spreads at most, and that much slower while it lies further out than `farOut` spreads. */
    pull: 3,
    farOut: 4,
    slowdown: 0.25,
    /** Rows after which what is usual counts as known well enough to say what lies far out. */
    settledRows: 20,
    /** Counts are too small to learn from one by one: so many milliseconds of them together, longer while they are few. */
    lessonMs: 300_000,
    lessonCounts: 5,
    longestLessonMs: 3_600_000,
    /** Rows over which it is judged which expectation does best, and over which the spread is learnt. */
    judgedRows: 500,
  },
  novelty: {
    /** As high as before is, so many mean deviations below it. */
    nearly: 0.3,
    /** Peaks that are kept, how many rows apart, and how much they sink to the middle in a hundred rows. */
    peaks: 12,
    apartRows: 50,
    sinking: 0.02,
    /** How strongly one question that is new outweighs several that are nearly so. */
    power: 4,
    /** The weight of how far above its peaks it is. */
    farWeight: 1.5,
  },
  alarm: {
    /** Rows over which the surprise is averaged besides being taken as it is. */
    smoothRows: 12,
    /** How a surprise weighs, and what it must weigh in a series of so many rows. */
    weight: 21,
    threshold: 1.8,
    ageRows: 2000,
    /** How much more it must weigh where e times as many rows were seen, and after how many that ends. */
    perAge: 0.5,
    oldestRows: 100_000,
    /** It must stand out above the highest surprises but so many, by this share; how far apart they are, their sinking. */
    amongPeaks: 6,
    peaksShare: 0.9,
    apartRows: 60,
    sinking: 0.01,
    /** Rows after an alarm in which there is no other, and in which only a greater one is told. */
    restRows: 25,
    calmRows: 110,
  },
}

export type Tuning = typeof tuning
