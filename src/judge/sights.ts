import { isSound, type Sight, sightOf } from './component.ts'
import type { Look } from './look.ts'
import type { ComponentMemory, JudgeState, WatchedTarget } from './state.ts'
import { hasWeakness } from './weakness.ts'

/** What each sound vantage point sees of a component, and how many are cut off or silent. */
export function sightsOf(
  { now, vantages }: JudgeState,
  { component, own, foundations }: ComponentMemory,
): { sights: Sight[]; hidden: number } {
  const sights: Sight[] = []
  let hidden = 0
  for (const vantage of vantages.values()) {
    if (!isSound(vantage)) {
      hidden++
      continue
    }
    const { id } = vantage
    const looks = { own: tellingLooks(own, id, now), foundations: tellingLooks(foundations, id, now) }
    sights.push(sightOf(id, component, looks))
  }
  return { sights, hidden }
}

/** What a vantage point saw of the targets lately enough to say something now, where it is decided. */
function tellingLooks(targets: readonly WatchedTarget[], vantage: string, now: number): Look[] {
  const telling: Look[] = []
  for (const { looks, patience } of targets) {
    const look = looks.get(vantage)
    if (look !== undefined && look.state !== 'undecided' && look.latest.received >= now - patience)
      telling.push(look)
  }
  return telling
}

/** Whoever sees saw all of it work lately, and somebody does. */
export function allSeeItWell({ now, vantages }: JudgeState, memory: ComponentMemory): boolean {
  let sound = 0
  for (const vantage of vantages.values()) {
    if (!isSound(vantage)) continue
    sound++
    if (!looksWell(vantage.id, memory, now)) return false
  }
  return sound > 0
}

/** From there all of it was seen working, lately, and nothing was amiss. */
function looksWell(vantage: string, { own, foundations }: ComponentMemory, now: number): boolean {
  for (const { looks, patience } of own) {
    const look = looks.get(vantage)
    if (look?.state !== 'working' || look.latest.received < now - patience || hasWeakness(look)) return false
  }
  for (const { looks } of foundations) {
    const look = looks.get(vantage)
    if (look !== undefined && (look.state === 'failing' || hasWeakness(look))) return false
  }
  return true
}

/**
 * First and newest look of each bad target, so that both the beginning and the standing can be checked; of
 * what works, those looks first that found something all the same.
 */
export function evidenceOf(sights: readonly Sight[]): string[] {
  const perSight = 4
  const ids = sights.flatMap(({ bad, looks }) => {
    const cited =
      bad.length > 0
        ? bad.flatMap(look => [look.firstBad, look.latest.id])
        : looks.toSorted((a, b) => b.findings.length - a.findings.length).map(look => look.latest.id)
    return cited.slice(0, perSight)
  })
  return [...new Set(ids)]
}
