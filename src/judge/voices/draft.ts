import type { Voice } from '../../model/voice.ts'
import { probability } from '../belief.ts'
import { policy } from '../policy.ts'
import { usualAt } from './habit.ts'
import type { Hearing } from './hearing.ts'
import type { VoiceMemory } from './memory.ts'
import { isOfFew, namesIn, saidInAll, saidLately } from './named.ts'

/** A voice that may be said. */
export type Draft = Omit<Voice, 'kind' | 'id'>

const { rarity, confidenceCaps, calmMs, cited } = policy.voices

/**
 * What is to be held of a service by what is heard of it now; undefined where that is what stands, as nearly always.
 * A raised voice is drafted each time: whether it is said anew is told by `isSaidAgain`.
 * @param since since when it has been listened to
 */
export function drafted(
  service: string,
  memory: VoiceMemory,
  hearings: readonly Hearing[],
  since: number,
  now: number,
): Draft | undefined {
  const { standing } = memory
  if (standing?.state === 'raised') return held(standing, memory, hearings, now)
  const rising = hearings.filter(({ rises }) => rises)
  if (rising.length > 0) {
    memory.calmSince = 0
    return raised(service, memory, hearings, Math.min(...rising.map(({ onset }) => onset)), now)
  }
  if (standing?.state === 'usual')
    return isSettled(standing, hearings) ? undefined : usual(service, hearings, standing.since, now)
  return now - since < policy.voices.fastMs ? undefined : usual(service, hearings, since, now)
}

/** Said by all who are heard, and since it is known what is usual: there is nothing more to say. */
function isSettled({ sources, confidence }: Voice, hearings: readonly Hearing[]): boolean {
  if (confidence <= confidenceCaps.notKnown && hearings.every(({ known }) => known)) return false
  return (
    hearings.every(({ by }) => sources.includes(by)) &&
    sources.every(source => hearings.some(({ by }) => by === source))
  )
}

/** Raised until all has been calm for long enough; whom nobody hears any more may be as loud as before. */
function held(
  standing: Voice,
  memory: VoiceMemory,
  hearings: readonly Hearing[],
  now: number,
): Draft | undefined {
  if (!hearings.some(({ by }) => standing.sources.includes(by)))
    return unheard(standing.service, memory, now, now)
  memory.calmSince = hearings.every(({ calm }) => calm) ? memory.calmSince || now : 0
  if (memory.calmSince > 0 && now - memory.calmSince >= calmMs)
    return usual(standing.service, hearings, memory.calmSince, now)
  // While it may be over nothing new is said of it.
  if (memory.calmSince > 0) return same(standing, now)
  const draft = raised(standing.service, memory, hearings, standing.since, now)
  // It is from everywhere once that has been a rise by itself; whoever is left of one makes it no other, and
  // a rise of few that is over is none of those who speak as usual since.
  const wide =
    standing.scope === 'everywhere' ||
    (draft.scope === 'everywhere' &&
      hearings.some(({ rises }) => rises) &&
      !isOfFew(saidInAll(memory.said), memory.mix))
  const { victimOf } = standing
  return { ...draft, scope: wide ? 'everywhere' : 'few', ...(victimOf === undefined ? {} : { victimOf }) }
}

function same({ kind: _kind, id: _id, ...standing }: Voice, now: number): Draft {
  return { ...standing, decided: now }
}

function raised(
  service: string,
  memory: VoiceMemory,
  hearings: readonly Hearing[],
  since: number,
  now: number,
): Draft {
  const said = saidLately(memory.said, since)
  const few = isOfFew(said, memory.mix)
  const loud = hearings.filter(({ rises, surprise }) => rises || surprise > rarity)
  return {
    ...told(service, hearings, now),
    state: 'raised',
    since,
    confidence: capped(certainty(hearings), few ? confidenceCaps.few : confidenceCaps.raised),
    scope: few ? 'few' : 'everywhere',
    ...namesIn(service, said),
    sources: sourcesOf(loud.length > 0 ? loud : hearings),
  }
}

function usual(service: string, hearings: readonly Hearing[], since: number, now: number): Draft {
  const known = hearings.every(hearing => hearing.known)
  const caps = confidenceCaps
  return {
    ...told(service, hearings, now),
    state: 'usual',
    since,
    confidence: capped(1 - certainty(hearings), known ? caps.usual : caps.notKnown),
  }
}

/** Nobody has been listening since the last window was heard. */
export function unheard(service: string, { series }: VoiceMemory, since: number, now: number): Draft {
  const usual = series.reduce((sum, [, { habit }]) => sum + usualAt(habit, now), 0)
  return { ...told(service, [], now), state: 'unheard', since, confidence: 1, usual: rounded(usual) }
}

function told(
  service: string,
  hearings: readonly Hearing[],
  now: number,
): Omit<Draft, 'state' | 'since' | 'confidence'> {
  const sum = (of: (hearing: Hearing) => number) => hearings.reduce((total, each) => total + of(each), 0)
  const counts = hearings.flatMap(hearing => hearing.counts)
  return {
    service,
    decided: now,
    scope: 'everywhere',
    perMinute: rounded(sum(({ perMinute }) => perMinute)),
    usual: rounded(sum(hearing => hearing.usual)),
    components: [],
    problems: [],
    places: [],
    carriers: [],
    sources: sourcesOf(hearings),
    evidence: counts
      .toSorted((a, b) => a.to - b.to)
      .slice(-cited)
      .map(({ id }) => id),
  }
}

function sourcesOf(hearings: readonly Hearing[]): Voice['sources'] {
  return [...new Set(hearings.map(({ by }) => by))].toSorted().toReversed()
}

/** The probability that more people speak than usual. */
function certainty(hearings: readonly Hearing[]): number {
  return probability(Math.max(0, ...hearings.map(({ surprise }) => surprise)) - rarity)
}

function capped(confidence: number, cap: number): number {
  return Math.round(1000 * Math.min(cap, confidence)) / 1000
}

function rounded(perMinute: number): number {
  return Math.round(100 * perMinute) / 100
}
