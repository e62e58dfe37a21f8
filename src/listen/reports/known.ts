import { nearest } from '../../base/nearest.ts'
import { Refusal } from '../../model/refusal.ts'
import type { Report } from '../../model/report.ts'
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
 * The report in the catalogue's words.
 * @param helpful whether a refusal says what is known: it costs, and in a batch of a thousand mistakes nobody reads it
 */
export function looked(sent: PassedOn, known: Known, helpful: boolean): Report | Refusal {
  const components = known.services.get(sent.service)
  if (components === undefined) return unknown('service', sent.service, known.services.keys(), helpful)
  const named = [...new Set(sent.components)]
  const odd = named.find(component => !components.has(component))
  if (odd !== undefined) return unknown('component', odd, components, helpful)
  const { place, carrier } = sent
  if (place !== undefined && !known.places.has(place)) return unknown('place', place, known.places, helpful)
  if (carrier !== undefined && !known.carriers.has(carrier)) {
    return unknown('carrier', carrier, known.carriers, helpful)
  }
  return {
    service: sent.service,
    components: named,
    problem: sent.problem ?? 'other',
    ...(place === undefined ? {} : { place }),
    ...(carrier === undefined ? {} : { carrier }),
  }
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
