import { nearest } from '../../base/nearest.ts'
import { Refusal } from '../../model/refusal.ts'
import { type Catalogue, isCarrier } from '../../model/service.ts'
import type { PassedOn } from './sent.ts'

/** What people may name, looked up by id. */
export interface Known {
  readonly services: ReadonlyMap<string, ReadonlySet<string>>
  readonly places: ReadonlySet<string>
  readonly carriers: ReadonlySet<string>
}

export function knownIn({ services, places = [] }: Catalogue): Known {
  return {
    services: new Map(
      services.map(({ id, components }) => [id, new Set(components.map(component => component.id))]),
    ),
    places: new Set(places.map(({ id }) => id)),
    carriers: new Set(services.filter(isCarrier).map(({ id }) => id)),
  }
}

/**
 * What a report names that the catalogue does not know.
 * @param helpful whether to say what is known: it costs, and in a batch of a thousand mistakes nobody reads it
 */
export function mistakeIn(sent: PassedOn, known: Known, helpful: boolean): Refusal | undefined {
  const { service, components, place, carrier } = sent
  const its = known.services.get(service)
  if (its === undefined) return unknown('service', service, known.services.keys(), helpful)
  const odd = components?.find(component => !its.has(component))
  if (odd !== undefined) return unknown('component', odd, its, helpful)
  if (place !== undefined && !known.places.has(place)) return unknown('place', place, known.places, helpful)
  if (carrier !== undefined && !known.carriers.has(carrier)) {
    return unknown('carrier', carrier, known.carriers, helpful)
  }
  return undefined
}

/** So many are listed at most, and compared. */
const listed = 60

function unknown(what: string, word: string, known: Iterable<string>, helpful: boolean): Refusal {
  const message = `there is no ${what} ${JSON.stringify(word)}`
  return new Refusal(400, `unknown-${what}`, message, helpful ? advice(word, [...known]) : 'see the others')
}

function advice(word: string, known: readonly string[]): string {
  if (known.length === 0) return 'none is known here: leave it out'
  const near = nearest(word, known.slice(0, 500))
  if (near !== undefined) return `did you mean ${near}?`
  const rest = known.length > listed ? `, and ${known.length - listed} more` : ''
  return `known are: ${known.slice(0, listed).join(', ')}${rest}`
}
