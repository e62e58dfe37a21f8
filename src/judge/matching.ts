import type { Cause } from '../model/cause.ts'
import { compareKeys } from '../model/fate.ts'
import type { Bond, FateKey, Incident, IncidentComponent } from '../model/incident.ts'
import type { ComponentKey } from '../model/service.ts'
import { bondOf, explains, type Fallen, type Grounds, withFaults } from './fate/grounds.ts'
import { isOver, type Subject, serviceOf, services } from './incident-entries.ts'
import { policy } from './policy.ts'

/** What is known of how services hang together. */
export interface Bonding {
  groundsOf(service: string): Grounds
  /** Whether the one component is known to lean on the other. */
  leans(one: ComponentKey, other: ComponentKey): boolean
}

/**
 * The open incident that a component's trouble belongs to: its service's own, or one of services that
 * fell at that time and share with it what explains both.
 */
export function matching(
  list: readonly Incident[],
  subject: Subject,
  since: number,
  around: Bonding,
  cause?: Cause,
): Incident | undefined {
  const open = list.filter(incident => !isOver(incident))
  const owns = open.filter(incident => services(incident).includes(subject.service))
  const own = owns.find(({ state }) => state !== 'suspected') ?? owns[0]
  // A suspicion of its own gives way to the incident of whose consequence it turns out to be.
  if (own !== undefined && own.state !== 'suspected') return own
  const leaning = open.find(
    ({ components, state }) =>
      (own === undefined || state !== 'suspected') &&
      components.some(one => isBound(one, subject, since, around)),
  )
  if (leaning !== undefined) return leaning
  const causes = cause === undefined ? [] : [cause]
  const fallen: Fallen = { grounds: withFaults(around.groundsOf(subject.service), causes), causes }
  const candidates = own === undefined ? open : open.filter(({ state }) => state !== 'suspected')
  const bound = candidates.flatMap(incident => {
    const bond = bondTo(incident, fallen, since, subject, around)
    return bond === undefined ? [] : [{ incident, bond }]
  })
  return bound.toSorted(strongestFirst)[0]?.incident ?? own
}

type Bound = { readonly incident: Incident; readonly bond: 'narrow' | 'broad' }

/** What particular things bind outweighs what many share, and what is certain a suspicion. */
function strongestFirst(a: Bound, b: Bound): number {
  const weakness = ({ incident, bond }: Bound) =>
    (bond === 'broad' ? 2 : 0) + (incident.state === 'suspected' ? 1 : 0)
  return weakness(a) - weakness(b)
}

/** How closely what fell is bound to an incident of about that time; undefined where it is not. */
function bondTo(
  incident: Incident,
  fallen: Fallen,
  since: number,
  { round }: Subject,
  around: Bonding,
): Bound['bond'] | undefined {
  const distance = Math.min(...incident.components.map(({ began }) => Math.abs(began - since)))
  const bonds = services(incident).flatMap(service => {
    const { keys, broad } = bondOf(fallen, fallenOf(incident, service, around))
    return keys.length === 0 ? [] : [broad ? 'broad' : 'narrow']
  })
  if (bonds.includes('narrow') && distance <= policy.incident.strongRounds * round) return 'narrow'
  return bonds.includes('broad') && distance <= policy.incident.weakRounds * round ? 'broad' : undefined
}

/** A victim belongs with what it leans on, whichever is seen to fail first. */
function isBound(
  { component, began, ended }: IncidentComponent,
  { key, round }: Subject,
  since: number,
  { leans }: Bonding,
): boolean {
  if (leans(key, component)) return ended === undefined || ended >= since
  return leans(component, key) && Math.abs(began - since) <= policy.incident.strongRounds * round
}

/** A service of an incident, with the causes of its components. */
function fallenOf(incident: Incident, service: string, { groundsOf }: Bonding): Fallen {
  const causes = incident.components
    .filter(({ component }) => serviceOf(component) === service)
    .map(({ cause }) => cause)
  const known = causes.filter(cause => cause !== undefined)
  // Of one whose cause is not known yet it may turn out to be any.
  return { grounds: withFaults(groundsOf(service), known), causes: known.length < causes.length ? [] : known }
}

/** An incident of the component that was resolved so lately that it takes it up again. */
export function reopenable(
  list: readonly Incident[],
  { key, round }: Subject,
  now: number,
): Incident | undefined {
  return list.find(
    ({ state, resolved, components }) =>
      state === 'resolved' &&
      now - (resolved ?? 0) <= policy.incident.reopenRounds * round &&
      components.some(({ component }) => component === key),
  )
}

/** What binds the services of an incident: what they share that explains why each of them fell. */
export function bondsOf(incident: Incident, around: Bonding): Bond[] {
  const sharers = new Map<FateKey, string[]>()
  for (const service of services(incident)) {
    const fallen = fallenOf(incident, service, around)
    for (const key of fallen.grounds.keys()) {
      if (explains(fallen, key)) sharers.set(key, [...(sharers.get(key) ?? []), service])
    }
  }
  return [...sharers]
    .filter(([, services]) => services.length > 1)
    .map(([key, services]) => ({ key, services }))
    .sort((a, b) => compareKeys(a.key, b.key))
}
