import type { VoiceSource } from '../../model/voice.ts'
import { policy } from '../policy.ts'
import { type Habit, isKnown, learn, newHabit, spreadOf, usualAt } from './habit.ts'
import { surprise } from './surprise.ts'

/** A source of counts, and for which windows of late it was heard, oldest first. Plain JSON. */
export interface Source {
  readonly by: VoiceSource
  windows: Window[]
}

export interface Window {
  readonly id: string
  readonly from: number
  readonly to: number
}

/** People counted in one window, and of how many networks they are (of posts: as many). */
export interface Count extends Window {
  readonly people: number
  readonly networks: number
}

/** What one source says of one service. Plain JSON. */
export interface Series {
  readonly habit: Habit
  /** Of late, without windows in which nobody spoke, oldest first. */
  counts: Count[]
  /** The minute that is being heard: when it began, people in it, and for how long it was listened to (ms). */
  minute: { at: number; people: number; ms: number }
}

/** How what is heard now stands against what is usual. */
export interface Hearing {
  readonly by: VoiceSource
  /** People a minute: of late, or since the rise began. */
  readonly perMinute: number
  readonly usual: number
  /** Whether it has been listened to for long enough to know what is usual. */
  readonly known: boolean
  /** The greatest surprise over the spans, in nats, and whether it is a rise by all that a rise needs. */
  readonly surprise: number
  readonly rises: boolean
  readonly calm: boolean
  /** When what stands out began. */
  readonly onset: number
  readonly counts: readonly Count[]
}

const { fastMs, slowMs, times, people: atLeast, authors, networks, perNetwork } = policy.voices
const { rarity, sure, calmTimes, calmSurprise } = policy.voices

/** Below this a rise is not surprising enough (nats). */
const surprising = rarity + Math.log(sure / (1 - sure))

export function newSeries(): Series {
  return { habit: newHabit(), counts: [], minute: { at: 0, people: 0, ms: 0 } }
}

/** Takes a window of a source in; what is older than the longest span is forgotten. */
export function listened(source: Source, window: Window): void {
  source.windows = [...source.windows.filter(({ to }) => to > window.to - slowMs), window]
}

/** Takes in what was counted of a service in a window. */
export function counted(series: Series, count: Count): void {
  const old = series.counts.length > 0 && (series.counts[0]?.to ?? 0) <= count.to - slowMs
  if (old) series.counts = series.counts.filter(({ to }) => to > count.to - slowMs)
  if (count.people > 0) series.counts.push(count)
}

/** Learns each minute once it is over. @param usual false while it is no usual time */
export function learnFrom(series: Series, { from, to }: Window, people: number, usual: boolean): void {
  const at = Math.floor(from / fastMs) * fastMs
  const { minute } = series
  if (minute.at !== at) {
    if (minute.ms >= fastMs / 2 && (usual || !isKnown(series.habit)))
      learn(series.habit, minute.at, (minute.people * fastMs) / minute.ms)
    series.minute = { at, people: 0, ms: 0 }
  }
  series.minute.people += people
  series.minute.ms += to - from
}

/** What a source says of a service by its last window; undefined where it was not listened to. */
export function hearingOf({ by, windows }: Source, series: Series): Hearing | undefined {
  const now = windows.at(-1)?.to ?? 0
  const over = (ms: number) => spanOf(windows, series, ms, now)
  const [fast, slow] = [over(fastMs), over(slowMs)]
  if (fast === undefined || slow === undefined) return undefined
  const rise = [fast, slow].find(span => isRise(by, span))
  const onset = onsetOf(windows, series, now)
  // What there was before in the same minutes tells nothing of what has only just begun.
  const begun = rise && over(Math.min(slowMs, now - onset))
  return {
    by,
    perMinute: Math.max(fast.perMinute, (begun ?? slow).perMinute),
    usual: fast.usual,
    known: isKnown(series.habit),
    surprise: Math.max(fast.surprise, slow.surprise),
    rises: rise !== undefined,
    calm: slow.perMinute <= calmTimes * slow.usual || slow.surprise <= calmSurprise,
    onset,
    counts: (rise ?? fast).counts,
  }
}

interface Span {
  readonly people: number
  readonly perMinute: number
  readonly usual: number
  readonly surprise: number
  readonly counts: readonly Count[]
}

function spanOf(
  windows: readonly Window[],
  { habit, counts }: Series,
  span: number,
  now: number,
): Span | undefined {
  let ms = 0
  for (const { from, to } of windows) if (to > now - span && to <= now) ms += to - from
  if (ms === 0) return undefined
  const within = counts.filter(({ to }) => to > now - span && to <= now)
  const people = within.reduce((sum, count) => sum + count.people, 0)
  const usual = usualAt(habit, now)
  return {
    people,
    perMinute: (people * fastMs) / ms,
    usual,
    surprise: surprise(people, (usual * ms) / fastMs, spreadOf(habit, span)),
    counts: within,
  }
}

/** Not only unlikely, but much more than usual, by more than a handful, and not by the same few. */
function isRise(by: VoiceSource, { people, perMinute, usual, surprise, counts }: Span): boolean {
  if (people < (by === 'reports' ? atLeast : authors)) return false
  if (perMinute < times * usual || surprise < surprising) return false
  return networksOf(people, counts) >= networks
}

/** Of how many networks so many people are at the least: as many as one window had, or as one network may not bring alone. */
function networksOf(people: number, counts: readonly Count[]): number {
  return Math.max(people / perNetwork, ...counts.map(({ networks }) => networks))
}

/** Where the stretch up to now begins that stands out most. */
function onsetOf(windows: readonly Window[], { habit, counts }: Series, now: number): number {
  const usual = usualAt(habit, now) / fastMs
  const spread = spreadOf(habit, fastMs)
  let [people, ms, most, onset] = [0, 0, 0, now]
  let next = counts.length - 1
  for (const { from, to } of windows.toReversed()) {
    if (to > now) continue
    ms += to - from
    for (let count = counts[next]; count !== undefined && count.to > from; count = counts[--next])
      people += count.people
    const stands = surprise(people, usual * ms, spread)
    if (stands <= most) continue
    most = stands
    onset = from
  }
  return onset
}
