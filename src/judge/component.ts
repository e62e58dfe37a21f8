import type { Component, Target } from '../model/service.ts'
import type { Status } from '../model/status.ts'
import type { Scope } from '../model/verdict.ts'
import { capped, probability } from './belief.ts'
import type { Look } from './look.ts'
import { policy } from './policy.ts'
import type { Vantage } from './vantage.ts'

/** What one vantage point sees of one component. */
export interface Sight {
  vantage: string
  /** `part`: some of it fails, or only what it stands on does (caches still hide it). */
  sees: 'fine' | 'slow' | 'part' | 'down' | 'unsure' | 'refused'
  /** When what it sees began: the first of the bad looks, or the first good one after them. */
  since: number
  /** The looks behind it that fail (or are slow), and all that said something, the component's own first. */
  bad: Look[]
  looks: Look[]
}

/** What is held of a component at one moment, before hysteresis. */
export interface Assessment {
  status: Status
  scope: Scope
  since: number
  confidence: number
  failing: Sight[]
  fine: Sight[]
  unsure: string[]
}

/** The looks of one vantage point at one component that say something now: its own, and what they stand on. */
export interface Looks {
  own: readonly Look[]
  foundations: readonly Look[]
}

export function sightOf(vantage: string, component: Component, { own, foundations }: Looks): Sight {
  const all = foundations.length === 0 ? [...own] : [...own, ...foundations]
  // Nearly always: worth being said without a list of each kind.
  if (own.length > 0 && own.every(isWorking) && !foundations.some(isFailing))
    return { vantage, sees: 'fine', since: latestGood(all), bad: [], looks: all }
  const failing = own.filter(isFailing)
  const slow = own.filter(look => look.state === 'slow')
  const good = own.filter(isWorking)
  const broken = foundations.filter(isFailing)
  const sight = (sees: Sight['sees'], since: number, bad: Look[] = []): Sight => ({
    vantage,
    sees,
    since,
    bad,
    looks: all,
  })

  if (component.needs === 'any' && (good.length > 0 || slow.length > 0)) {
    if (broken.length > 0 && good.length === 0) return sight('part', earliestBad(broken), broken)
    return good.length > 0 ? sight('fine', latestGood(all)) : sight('slow', earliestSlow(slow), slow)
  }
  if (failing.length > 0) {
    const complete = failing.length === own.length
    return sight(complete ? 'down' : 'part', earliestBad([...failing, ...broken]), [...failing, ...broken])
  }
  if (broken.length > 0 && own.length > 0) return sight('part', earliestBad(broken), broken)
  if (slow.length > 0) return sight('slow', earliestSlow(slow), slow)
  if (good.length > 0) return sight('fine', latestGood(all))
  return sight(own.some(look => look.state === 'refused') ? 'refused' : 'unsure', 0)
}

function isWorking({ state }: Look): boolean {
  return state === 'working'
}

function isFailing({ state }: Look): boolean {
  return state === 'failing'
}

function earliestBad(looks: readonly Look[]): number {
  return Math.min(...looks.map(look => look.badSince))
}

function earliestSlow(looks: readonly Look[]): number {
  return Math.min(...looks.map(look => look.slowSince))
}

/** The last of the component's looks to come good says when the whole was. */
function latestGood(looks: readonly Look[]): number {
  return looks.reduce((latest, { goodSince }) => Math.max(latest, goodSince), 0)
}

/**
 * Puts the vantage points' sights together: a status needs a quorum of sound ones, a minority is regional
 * once it has lasted, nobody who sees is unknown.
 * @param round milliseconds between two looks
 * @param aloneSince since when but one vantage point of several sees anything of it; 0 where that is not so
 * @param supported whether people report it too: then it is not the lone vantage point's own trouble
 * @returns undefined where it is too early to say anything new
 */
export function assess(
  sights: readonly Sight[],
  round: number,
  now: number,
  aloneSince = 0,
  supported = false,
): Assessment | undefined {
  const failing = sights.filter(({ sees }) => sees === 'down' || sees === 'part')
  const down = sights.filter(({ sees }) => sees === 'down')
  const slow = sights.filter(({ sees }) => sees === 'slow')
  const fine = sights.filter(({ sees }) => sees === 'fine')
  const unsure = sights
    .filter(({ sees }) => sees === 'unsure' || sees === 'refused')
    .map(({ vantage }) => vantage)
  const sure = failing.length + slow.length + fine.length
  const quorum = quorumOf(sure)
  const lasted = (bad: readonly Sight[], rounds: number) => now - onset(bad, bad.length) >= rounds * round
  const alone = aloneSince > 0
  // One that is alone only just now will soon have company again: so after a pause of the observatory.
  const longAlone = now - aloneSince >= policy.quorum.aloneRounds * round
  const say = (
    status: Status,
    scope: Scope,
    bad: readonly Sight[],
    others: readonly Sight[],
    since: number,
  ): Assessment => ({
    status,
    scope,
    since,
    confidence: confidenceOf(bad, others),
    failing: scope === 'everywhere' || scope === 'regional' ? [...bad] : [],
    fine: [...fine],
    unsure,
  })

  if (sure === 0) {
    return { ...say('unknown', 'unseen', [], [], now), confidence: 1 }
  }
  const believed = !alone || supported || (longAlone && lasted(failing, policy.quorum.aloneRounds))
  if (failing.length >= quorum && believed) {
    const status = down.length >= quorum && down.length * 2 >= sure ? 'major_outage' : 'partial_outage'
    return say(status, 'everywhere', failing, [...fine, ...slow], onset(failing, quorum, round))
  }
  const troubled = [...failing, ...slow]
  if (troubled.length >= quorum && slow.length > 0 && !alone) {
    return say('degraded_performance', 'everywhere', troubled, fine, onset(troubled, quorum, round))
  }
  if (failing.length > 0) {
    if (alone || !lasted(failing, policy.quorum.regionalRounds)) return undefined
    // What is held is that these few see it, not that it is so for all.
    const regional = say('partial_outage', 'regional', failing, [], onset(failing, failing.length, round))
    // A minority that itself is of two minds about it has nothing to tell.
    return regional.confidence >= policy.quorum.regionalConfidence ? regional : undefined
  }
  if (slow.length > 0 && fine.length === 0) return undefined
  return say('operational', 'nowhere', fine, [], backSince(fine, quorum))
}

/**
 * Whether but one vantage point of several sees anything of it.
 * @param hidden how many vantage points are known but cut off or silent
 */
export function isAlone(sights: readonly Sight[], hidden: number): boolean {
  const sure = sights.filter(({ sees }) => sees !== 'unsure' && sees !== 'refused').length
  return sure === 1 && hidden + sights.length > 1
}

function quorumOf(sure: number): number {
  return Math.min(sure, Math.max(policy.quorum.atLeast, Math.ceil(sure * policy.quorum.share)))
}

/**
 * When it began: by the vantage point with which the quorum was complete, or an earlier one that saw it
 * within two rounds of that (one that has had trouble of its own for hours does not set the time).
 */
function onset(bad: readonly Sight[], quorum: number, round = 0): number {
  const times = bad.map(({ since }) => since).sort((a, b) => a - b)
  const complete = times[Math.min(quorum, times.length) - 1] ?? 0
  return times.find(time => time >= complete - 2 * round) ?? complete
}

/** It was over when too few were left for a quorum of those who see it fail: who comes round last does not set the time. */
function backSince(fine: readonly Sight[], quorum: number): number {
  const times = fine.map(({ since }) => since).sort((a, b) => a - b)
  return times[Math.max(0, times.length - quorum)] ?? 0
}

/** The beliefs of those who say so less those of the others, as a probability, capped by how many they are. */
function confidenceOf(agreeing: readonly Sight[], others: readonly Sight[]): number {
  const strength = ({ looks, bad }: Sight) =>
    Math.max(0, ...(bad.length > 0 ? bad : looks).map(look => Math.abs(look.belief)))
  const sum = (sights: readonly Sight[]) => sights.reduce((total, sight) => total + strength(sight), 0)
  return capped(agreeing.length, probability(sum(agreeing) - sum(others)))
}

/** How long a look stays news: some rounds of its target, and the look itself. */
export function freshness(target: Target): number {
  return policy.staleRounds * target.every + target.timeout
}

export function isSound(vantage: Vantage): boolean {
  return vantage.state === 'sound'
}
