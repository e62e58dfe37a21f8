import { policy } from '../policy.ts'

/**
 * How many people a minute usually speak of a service at one source: by the hour of the week, by the hour of the
 * day while the week is not known, by the last hour while neither is. Plain JSON, of bounded size.
 */
export interface Habit {
  /** People a minute in each hour of the week, Monday 00:00 UTC first; null where it is not known yet. */
  hours: (number | null)[]
  /** What is learnt of the hour under way: which it is (since 1970), people, and minutes listened to. */
  hour: { index: number; people: number; minutes: number }
  /** People a minute of late, and what would have been usual meanwhile. */
  recent: number
  recentUsual: number
  /** When it last learnt, and how many minutes in all. */
  at: number
  minutes: number
  /** How unsteady single minutes are, and stretches of several: sums by which the spread is told. */
  fast: Spread
  slow: Spread
  stretch: { people: number; expected: number; minutes: number }
}

/** Squares of what was expected, and of how far it was missed beyond what Poisson's law allows. */
interface Spread {
  missed: number
  expected: number
}

const {
  prior,
  recentMinutes,
  forgetsMinutes,
  follows,
  atMostTimes,
  atMostDeviations,
  knownMinutes,
  leastPerMinute,
  leastSpread,
} = policy.voices.habit
const minute = 60_000
const hour = 60 * minute
/** 1 January 1970 was a Thursday. */
const mondayFirst = 72
const week = 168
const stretchMinutes = policy.voices.slowMs / minute

export function newHabit(): Habit {
  return {
    hours: Array.from({ length: week }, () => null),
    hour: { index: 0, people: 0, minutes: 0 },
    recent: prior.perMinute,
    recentUsual: prior.perMinute,
    at: 0,
    minutes: 0,
    fast: { missed: 0, expected: 0 },
    slow: { missed: 0, expected: 0 },
    stretch: { people: 0, expected: 0, minutes: 0 },
  }
}

/** People a minute that are usual at a time. A day that is livelier than others is taken as such, within bounds. */
export function usualAt(habit: Habit, at: number): number {
  const season = seasonAt(habit, at)
  if (season === null) return Math.max(leastPerMinute, habit.recent)
  const livelier = Math.min(
    atMostTimes,
    Math.max(1, habit.recent / Math.max(leastPerMinute, habit.recentUsual)),
  )
  return Math.max(leastPerMinute, season * livelier)
}

/** Whether it has listened for long enough to be held against what comes. */
export function isKnown({ minutes }: Habit): boolean {
  return minutes >= knownMinutes
}

/** How unsteady it is, over one minute or over a longer stretch: see `surprise`. */
export function spreadOf(habit: Habit, over: number): number {
  return over > minute ? estimate(habit, habit.slow, stretchMinutes) : estimate(habit, habit.fast, 1)
}

/** What was taken for granted weighs less and less. */
function estimate({ minutes }: Habit, { missed, expected }: Spread, length: number): number {
  const weight = (prior.weight * length ** 2) / (1 + minutes / prior.fadesMinutes)
  return Math.max(leastSpread, (missed + prior.spread * weight) / (expected + weight))
}

/** Takes in one minute that passes for usual. @param perMinute people in it */
export function learn(habit: Habit, at: number, perMinute: number): void {
  const expected = usualAt(habit, at)
  // What stands far out may be the first of an outage: it may pull only so far.
  const people = isKnown(habit)
    ? Math.min(perMinute, expected * atMostTimes + policy.voices.people)
    : perMinute
  learnSpread(habit, perMinute, expected)
  learnHour(habit, at, people)
  const season = seasonAt(habit, at) ?? people
  const gap = habit.at === 0 ? 1 : Math.exp(-(at - habit.at - minute) / (recentMinutes * minute))
  const kept = Math.min(1, gap)
  const rate = Math.max(1 / recentMinutes, 1 / (habit.minutes + prior.minutes))
  const before = kept * habit.recent + (1 - kept) * season
  const usualBefore = kept * habit.recentUsual + (1 - kept) * season
  habit.recent = before + rate * (people - before)
  habit.recentUsual = usualBefore + rate * (season - usualBefore)
  habit.at = at
  habit.minutes++
}

function learnSpread(habit: Habit, people: number, expected: number): void {
  addTo(habit, habit.fast, people, expected, 1)
  const { stretch } = habit
  stretch.people += people
  stretch.expected += expected
  stretch.minutes++
  if (stretch.minutes < stretchMinutes) return
  addTo(habit, habit.slow, stretch.people, stretch.expected, stretchMinutes)
  habit.stretch = { people: 0, expected: 0, minutes: 0 }
}

function addTo(habit: Habit, spread: Spread, people: number, expected: number, minutes: number): void {
  const keep = 1 - minutes / forgetsMinutes
  const deviation = Math.sqrt(expected + estimate(habit, spread, minutes) * expected ** 2)
  const missed = Math.min(Math.abs(people - expected), atMostDeviations * deviation)
  spread.missed = keep * spread.missed + missed ** 2 - expected
  spread.expected = keep * spread.expected + expected ** 2
}

/** An hour becomes what is usual of its kind when it is over, and follows the later ones of its kind. */
function learnHour(habit: Habit, at: number, people: number): void {
  const index = Math.floor(at / hour)
  if (habit.hour.index !== index) {
    const { index: past, people: total, minutes } = habit.hour
    if (minutes >= policy.voices.habit.hourMinutes) {
      const slot = (past + mondayFirst) % week
      const mean = total / minutes
      const held = habit.hours[slot]
      habit.hours[slot] = rounded(held == null ? mean : held + follows * (mean - held))
    }
    habit.hour = { index, people: 0, minutes: 0 }
  }
  habit.hour.people += people
  habit.hour.minutes++
}

/** Between the middles of two hours it goes in a straight line from the one to the other. */
function seasonAt({ hours }: Habit, at: number): number | null {
  const position = at / hour + mondayFirst - 0.5
  const from = Math.floor(position)
  const [before, after] = [hourOf(hours, from % week), hourOf(hours, (from + 1) % week)]
  if (before === null || after === null) return before ?? after
  return before + (position - from) * (after - before)
}

/** An hour of the week, or the same hour of the days that are known. */
function hourOf(hours: Habit['hours'], slot: number): number | null {
  const own = hours[slot]
  if (own != null) return own
  let sum = 0
  let days = 0
  for (let other = slot % 24; other < week; other += 24) {
    const known = hours[other]
    if (known == null) continue
    sum += known
    days++
  }
  return days === 0 ? null : sum / days
}

/** To three digits: more would only swell the snapshot. */
function rounded(value: number): number {
  return Number(value.toPrecision(3))
}
