import type { Component, Service } from '../../../model/service.ts'
import { fold } from './fold.ts'
import { type Language, type Part, parts } from './languages/language.ts'

/** Which component of a service a part of services likely is: the first that it has. */
const candidates: Readonly<Record<Part, readonly string[]>> = {
  messages: ['messages', 'chat', 'chats'],
  calls: ['calls'],
  photos: ['photos', 'media'],
  videos: ['videos', 'photos', 'media'],
  login: ['login'],
  mail: ['mail'],
  payments: ['payments'],
  tickets: ['tickets'],
  meetings: ['meetings', 'teams'],
  web: ['web'],
  website: ['website', 'tickets'],
  api: ['api'],
  git: ['git'],
}

/** Folded word → the parts that it names. */
export type PartWords = ReadonlyMap<string, readonly Part[]>

export function partWords(languages: readonly Language[]): PartWords {
  const byWord = new Map<string, Part[]>()
  for (const language of languages)
    for (const part of parts)
      for (const word of (language.parts[part] ?? '').split(/\s+/).filter(word => word !== '')) {
        const folded = fold(word)
        byWord.set(folded, [...(byWord.get(folded) ?? []), part])
      }
  return byWord
}

/** The components of a service by the words of their names that are one word: `Chats`, `চ্যাট`. */
export function componentWords(services: readonly Pick<Service, 'id' | 'components'>[]): ComponentWords {
  return new Map(
    services.map(({ id, components }) => [
      id,
      { ids: components.map(component => component.id), byWord: new Map(components.flatMap(namesOfOneWord)) },
    ]),
  )
}

export type ComponentWords = ReadonlyMap<
  string,
  { readonly ids: readonly string[]; readonly byWord: ReadonlyMap<string, string> }
>

function namesOfOneWord({ id, names }: Pick<Component, 'id' | 'names'>): [string, string][] {
  return [id, ...Object.values(names).filter(name => !/\s/.test(name))].map(name => [fold(name), id])
}

/** The components of a service that words name. */
export function componentsNamed(
  service: string,
  words: Iterable<string>,
  known: ComponentWords,
  byPart: PartWords,
): string[] {
  const { ids = [], byWord } = known.get(service) ?? {}
  const named = new Set<string>()
  for (const word of words) {
    const own = byWord?.get(word)
    if (own !== undefined) named.add(own)
    for (const part of byPart.get(word) ?? []) {
      const id = candidates[part].find(candidate => ids.includes(candidate))
      if (id !== undefined) named.add(id)
    }
  }
  return [...named]
}
