import {
  type Fate,
  kindOf,
  nameOf,
  networkName,
  type Place,
  type Severity,
  type SinglePoint,
} from '../model/fate.ts'
import type { FateKey, FateKind } from '../model/incident.ts'
import type { SiteView } from './view.ts'
import type { Words } from './words/words.ts'

/** What a service would be lost with, as a sentence. */
export function pointText({ code, args }: SinglePoint, words: Words): string {
  const spoken = Object.fromEntries(
    Object.entries(args).map(([name, value]) => [
      name,
      Array.isArray(value) ? words.list(value) : typeof value === 'number' ? value : String(value),
    ]),
  )
  return words.say(`single.${code}`, spoken)
}

export function severityText(severity: Severity, words: Words): string {
  return words.say(`severity.${severity}`)
}

/** Networks in which a service's name servers and servers stand, as `AS32934 Facebook`. */
export function networksOf(places: readonly Place[]): string[] {
  return [...new Set(places.flatMap(({ as, network }) => (as === undefined ? [] : networkName(as, network))))]
}

/** The first part of a certificate's fingerprint, by which people compare them. */
const enoughOfAFingerprint = 16

/** The name of a key for people: that of a network with what it is called, where any service's fate tells it. */
export function keyName(view: SiteView, key: FateKey): string {
  if (kindOf(key) === 'certificate') return `${nameOf(key).slice(0, enoughOfAFingerprint)}…`
  if (kindOf(key) !== 'as') return nameOf(key)
  const as = Number(key.slice('as:'.length))
  for (const { zones, servers } of view.fates.values()) {
    const places = [...servers, ...zones.flatMap(zone => zone.nameServers.flatMap(server => server.places))]
    const network = places.find(place => place.as === as)?.network
    if (network !== undefined) return networkName(as, network)
  }
  return nameOf(key)
}

/**
 * The gravest that services were known to be lost with, where it is grave, each in a sentence: those alike
 * share one.
 */
export function gravestPoints(view: SiteView, services: readonly string[], words: Words): string[] {
  const grave = services.flatMap(id => {
    const [first] = view.fates.get(id)?.singlePoints ?? []
    return first?.severity === 'serious' ? [first] : []
  })
  return [
    ...Map.groupBy(grave, ({ code, key, args }) => `${code} ${key} ${args['servers']}`).values(),
  ].flatMap(alike => {
    const [first] = alike
    const zones = [
      ...new Set(alike.flatMap(({ args }) => args['zones']).filter(zone => typeof zone === 'string')),
    ]
    return first === undefined ? [] : [pointText({ ...first, args: { ...first.args, zones } }, words)]
  })
}

/** Things of one kind that the same services stand on. */
export interface SharedGround {
  readonly kind: FateKind
  readonly services: readonly string[]
  readonly keys: readonly FateKey[]
}

/** What a service shares with others that are watched, the most particular first. An issuer half the web shares. */
export function sharedGrounds(view: SiteView, { service, keys }: Fate): SharedGround[] {
  const shared = keys.flatMap(key => {
    const services = [...view.fates.values()]
      .filter(other => other.service !== service && other.keys.includes(key))
      .map(other => other.service)
    return services.length === 0 || kindOf(key) === 'issuer' ? [] : [{ key, services }]
  })
  return groundsAlike(shared)
}

/** Puts together what is of one kind and shared by the same services. */
export function groundsAlike(
  shared: readonly { readonly key: FateKey; readonly services: readonly string[] }[],
): SharedGround[] {
  const groups = Map.groupBy(shared, ({ key, services }) => `${kindOf(key)} ${services.join()}`)
  return [...groups.values()].flatMap(alike => {
    const [first] = alike
    if (first === undefined) return []
    return [{ kind: kindOf(first.key), services: first.services, keys: alike.map(({ key }) => key) }]
  })
}
