import { tuning } from './tuning.ts'

/** What is usual at a time, learnt from what came before. Plain JSON; values are on the series' scale. */
export interface Season {
  /** Lessons so far. */
  lessons: number
  /** What is usual but for the hour, and the mean distance from what was expected. */
  level: number
  spread: number
  /** By how much an hour of the day, of the week, lies above the level; null for one that was never met. UTC. */
  day: (number | null)[]
  week: (number | null)[]
  /** How far off the level alone, with the day's hour, with the week's hour were of late. */
  misses: [level: number, day: number, week: number]
  /** The hour that goes on: its number since 1970, and the sum of what lay above the level in it. */
  hour: { number: number; lessons: number; sum: number }
}

const hourMs = 3_600_000

export function newSeason(): Season {
  return {
    lessons: 0,
    level: 0,
    spread: 0,
    day: Array(24).fill(null),
    week: Array(168).fill(null),
    misses: [0, 0, 0],
    hour: { number: 0, lessons: 0, sum: 0 },
  }
}

/** What is expected at a time: by the week's hour, the day's hour or the level alone, whichever did best of late. */
export function expectedAt(season: Season, at: number): number {
  const { level, day, week, misses } = season
  const hour = Math.floor(at / hourMs)
  const ofWeek = week[hour % 168] ?? null
  if (ofWeek !== null && misses[2] <= misses[1] && misses[2] <= misses[0]) return level + ofWeek
  const ofDay = day[hour % 24] ?? null
  return ofDay !== null && misses[1] <= misses[0] ? level + ofDay : level
}

/**
 * Takes a value in.
 * @param pace by what share the level follows
 */
export function learnSeason(season: Season, at: number, value: number, pace: number): void {
  const { pull, farOut, slowdown, settledRows } = tuning.season
  if (season.lessons === 0) season.level = value
  const sigma = 1.25 * season.spread
  const settled = season.lessons > settledRows
  const most = settled ? pull * sigma : Number.POSITIVE_INFINITY
  const pulled = (off: number) => Math.max(-most, Math.min(most, off))
  const off = value - expectedAt(season, at)
  const slowed = settled && Math.abs(off) > farOut * sigma ? slowdown : 1
  learnHour(season, at, value, pulled)
  season.lessons++
  season.level += slowed * pace * pulled(off)
  season.spread += slowed * pace * (Math.abs(pulled(off)) - season.spread)
}

/** An hour is learnt as a whole when the next one begins. */
function learnHour(season: Season, at: number, value: number, pulled: (off: number) => number): void {
  const { hour, day, week, level, misses } = season
  const number = Math.floor(at / hourMs)
  if (number !== hour.number) {
    if (hour.lessons > 0) {
      follow(day, hour.number % 24, hour.sum / hour.lessons, pulled)
      follow(week, hour.number % 168, hour.sum / hour.lessons, pulled)
    }
    season.hour = { number, lessons: 0, sum: 0 }
  }
  const above = value - level
  season.hour.lessons++
  season.hour.sum += above
  const guesses = [0, day[number % 24] ?? 0, week[number % 168] ?? 0]
  const pace = Math.max(1 / tuning.season.judgedRows, 1 / (season.lessons + 1))
  for (const [which, guess] of guesses.entries())
    misses[which] = (misses[which] ?? 0) + pace * (Math.abs(pulled(above - guess)) - (misses[which] ?? 0))
}

function follow(
  hours: (number | null)[],
  which: number,
  mean: number,
  pulled: (off: number) => number,
): void {
  const before = hours[which] ?? null
  hours[which] = rounded(before === null ? mean : before + tuning.season.learning * pulled(mean - before))
}

/** Few digits are enough of what is kept many times over. */
export function rounded(value: number, digits = 5): number {
  return Number(value.toPrecision(digits))
}
