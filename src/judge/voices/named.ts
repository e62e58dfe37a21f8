import type { ServicePosts, ServiceReports } from '../../model/heard.ts'
import type { ProblemKind } from '../../model/report.ts'
import type { ComponentKey } from '../../model/service.ts'
import type { Voice } from '../../model/voice.ts'
import { policy } from '../policy.ts'

/** What people name in one window. Plain JSON. */
export interface Said {
  readonly to: number
  readonly people: number
  /** Of how many networks they are, the largest one's share of all that came, and how much of that was held back. */
  readonly networks: number
  readonly heldBack: number
  readonly largestNetwork: number
  readonly components: Names
  readonly problems: Names
  readonly places: Names
  readonly carriers: Names
}

type Names = Readonly<Record<string, number>>

/** Who is usually named, by how many of late: places, carriers. Plain JSON, of bounded size. */
export interface Mix {
  places: Record<string, number>
  carriers: Record<string, number>
}

const { fastMs, namedShare, namedAtMost, namedFrom, namedByAtLeast, mixNames, mixPeople, mixKnown } =
  policy.voices
const { fewNetworks, peoplePerNetwork, crowdedShare, fewPlaces, fewShare, fewUsually, fewNaming } =
  policy.voices

export function saidInReports(to: number, reports: ServiceReports): Said {
  const { taken, counted: people, networks, components, problems, places, carriers } = reports
  return {
    to,
    people,
    networks,
    heldBack: taken === 0 ? 0 : 1 - people / taken,
    largestNetwork: reports.largestNetwork,
    components,
    problems,
    places,
    carriers,
  }
}

/** Of posts only the component is known. */
export function saidInPosts(to: number, { counted, components }: ServicePosts): Said {
  const nothing = { problems: {}, places: {}, carriers: {} }
  return {
    to,
    people: counted,
    networks: counted,
    heldBack: 0,
    largestNetwork: 0,
    components,
    ...nothing,
  }
}

/** What people name in several windows. */
export interface SaidLately extends Pick<Said, 'people' | 'components' | 'problems' | 'places' | 'carriers'> {
  /** Networks of several windows cannot be added up: the fullest window stands for all. */
  readonly fullest: Said | undefined
}

/**
 * Those of the last minute as one, or of the last minutes where few spoke in it.
 * @param since what was said before then, when it was as usual, is left out
 */
export function saidLately(windows: readonly Said[], since: number): SaidLately {
  const said = windows.filter(({ to }) => to > since)
  const lately = said.filter(({ to }) => to > (said.at(-1)?.to ?? 0) - fastMs)
  return saidInAll(peopleIn(lately) >= namedFrom ? lately : said)
}

/** Several windows as one. */
export function saidInAll(windows: readonly Said[]): SaidLately {
  const all = (names: (each: Said) => Names) => windows.map(names).reduce(sumOf, {})
  return {
    people: peopleIn(windows),
    fullest: windows.toSorted((a, b) => b.people - a.people)[0],
    components: all(each => each.components),
    problems: all(each => each.problems),
    places: all(each => each.places),
    carriers: all(each => each.carriers),
  }
}

function peopleIn(said: readonly Said[]): number {
  return said.reduce((sum, { people }) => sum + people, 0)
}

function sumOf(a: Names, b: Names): Names {
  const sum = { ...a }
  for (const [name, count] of Object.entries(b)) sum[name] = (sum[name] ?? 0) + count
  return sum
}

/** What most of them name, for a voice. */
export function namesIn(
  service: string,
  said: SaidLately,
): Pick<Voice, 'components' | 'problems' | 'places' | 'carriers'> {
  const { people, components, problems, places, carriers } = said
  return {
    components: most(components, people).map(({ name, share }) => ({
      component: `${service}/${name}` as ComponentKey,
      share,
    })),
    problems: most(problems, people).map(({ name, share }) => ({ problem: name as ProblemKind, share })),
    places: most(places, people).map(({ name, share }) => ({ place: name, share })),
    carriers: most(carriers, people).map(({ name, share }) => ({ carrier: name, share })),
  }
}

/** The most named first, each with its share of those who name any, once these are some: who names several counts for each. */
function most(names: Names, people: number): { name: string; share: number }[] {
  const naming = Math.min(people, total(names))
  if (naming < namedByAtLeast) return []
  return Object.entries(names)
    .map(([name, count]) => ({ name, share: Math.round(1000 * Math.min(1, count / naming)) / 1000 }))
    .filter(({ share }) => share >= namedShare)
    .sort((a, b) => b.share - a.share || (a.name < b.name ? -1 : 1))
    .slice(0, namedAtMost)
}

function total(names: Names): number {
  return Object.values(names).reduce((sum, count) => sum + count, 0)
}

/** Whether it is few who say it: few networks, or most from places or on a line that usually do not stand out. */
export function isOfFew({ fullest, places, carriers }: SaidLately, mix: Mix): boolean {
  if (fullest !== undefined && isCrowded(fullest)) return true
  return standsOut(places, mix.places, fewPlaces) || standsOut(carriers, mix.carriers, 1)
}

function isCrowded({ people, networks, heldBack, largestNetwork }: Said): boolean {
  if (networks >= fewNetworks) return false
  return people > peoplePerNetwork * networks || Math.max(largestNetwork, heldBack) >= crowdedShare
}

function standsOut(names: Names, usually: Names, atMost: number): boolean {
  const naming = total(names)
  if (naming < fewNaming) return false
  const known = total(usually)
  let [share, usual] = [0, 0]
  for (const [name, count] of mostFirst(names).slice(0, atMost)) {
    share += count / naming
    usual += known < mixKnown ? 0 : (usually[name] ?? 0) / known
    if (share >= fewShare) return usual < fewUsually
  }
  return false
}

function mostFirst(names: Names): [name: string, count: number][] {
  return Object.entries(names).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
}

/** Learns who is usually named. */
export function mixIn(mix: Mix, { places, carriers }: Said): void {
  mix.places = mixed(mix.places, places)
  mix.carriers = mixed(mix.carriers, carriers)
}

function mixed(held: Record<string, number>, names: Names): Record<string, number> {
  if (Object.keys(names).length === 0) return held
  const sum = sumOf(held, names)
  const much = total(sum) > mixPeople
  const kept = mostFirst(sum).slice(0, mixNames)
  return Object.fromEntries(kept.map(([name, count]) => [name, much ? count / 2 : count]))
}
