import { HeldReason } from '../model/report.ts'
import { componentKey, type Service } from '../model/service.ts'
import { isTrouble } from '../model/status.ts'
import type { Voice } from '../model/voice.ts'
import { serviceStatus } from './standing.ts'
import { serviceName } from './story.ts'
import type { HeardStep, SiteView } from './view.ts'
import type { Words } from './words/words.ts'

/** How many of what most people name is told, and the least share that is worth a word. */
const mostNamed = 3
const leastShare = 0.1

/** What people say of a service where it is more than usual. */
export function raisedVoice(view: SiteView, service: Service): Voice | undefined {
  const voice = view.voices.get(service.id)
  return voice?.state === 'raised' ? voice : undefined
}

export interface Raised {
  readonly service: Service
  readonly voice: Voice
}

/** All whom people report, the loudest against what is usual first; who is another's victim comes last. */
export function raisedVoices(view: SiteView): Raised[] {
  return view.catalogue.services
    .flatMap(service => {
      const voice = raisedVoice(view, service)
      return voice === undefined ? [] : [{ service, voice }]
    })
    .sort((a, b) => Number(isVictim(a)) - Number(isVictim(b)) || loudness(b) - loudness(a))
}

/** Those of whom people everywhere report what we do not see, and that no outage explains: no other's, and none just over. */
export function unexplainedVoices(view: SiteView): Raised[] {
  return raisedVoices(view).filter(
    raised =>
      !isVictim(raised) &&
      !wasOut(view, raised) &&
      raised.voice.scope === 'everywhere' &&
      serviceStatus(view, raised.service) === 'operational',
  )
}

/** Whether it was seen out since people began to report it: they go on for a while when it is back. */
export function wasOut(view: SiteView, { service, voice }: Raised): boolean {
  return view.incidents.some(incident =>
    incident.components.some(
      part =>
        part.component.startsWith(`${service.id}/`) && (part.ended ?? Number.POSITIVE_INFINITY) > voice.since,
    ),
  )
}

function isVictim({ voice }: Raised): boolean {
  return voice.victimOf !== undefined
}

function loudness({ voice }: Raised): number {
  return voice.perMinute / (voice.usual + 1)
}

/** A raised voice in sentences. @param moment since when, in words or as a place for its markup */
export function voiceSentences(words: Words, view: SiteView, raised: Raised, moment: string): string[] {
  const { problems, places, carriers } = raised.voice
  return [
    since(words, raised, moment),
    ...parts(words, raised),
    ...named(
      words,
      'heard.problems',
      sharesIn(words, problems, ({ problem }) => words.say(`problem.${problem}`)),
    ),
    ...named(
      words,
      'heard.places',
      most(places).map(({ place }) => heardPlace(words, view, place)),
    ),
    ...named(
      words,
      'heard.carriers',
      most(carriers).map(({ carrier }) => serviceName(words, view, carrier)),
    ),
    ...caveats(words, raised),
    ...standing(words, view, raised),
  ]
}

/** The same where many are told of: how many report, what they name, and what we see. */
export function voiceInShort(words: Words, view: SiteView, raised: Raised, moment: string): string[] {
  return [
    since(words, raised, moment),
    ...parts(words, raised),
    ...caveats(words, raised),
    ...standing(words, view, raised),
  ]
}

function since(words: Words, { voice }: Raised, moment: string): string {
  const { n, unit } = rate(voice.perMinute)
  return words.say('heard.raised', { moment, n, unit, usual: usualText(words, voice.usual, unit) })
}

/** Nothing of a service that has one part only. */
function parts(words: Words, { service, voice }: Raised): string[] {
  if (service.components.length === 1) return []
  return named(
    words,
    'heard.parts',
    sharesIn(words, voice.components, ({ component }) => partOf(words, service, component)),
  )
}

function caveats(words: Words, { voice }: Raised): string[] {
  return [
    ...(voice.scope === 'few' ? [words.say('heard.few')] : []),
    ...(voice.sources.includes('reports') ? [] : [words.say('heard.posts_only')]),
  ]
}

/** What we see of it from outside meanwhile. */
function standing(words: Words, view: SiteView, raised: Raised): string[] {
  const { service, voice } = raised
  const status = serviceStatus(view, service)
  const works = status === 'operational'
  if (voice.victimOf !== undefined) {
    const victim = words.say('heard.victim', { of: serviceName(words, view, voice.victimOf) })
    return works
      ? [victim, words.say('heard.victim_works', { service: words.name(service.names) })]
      : [victim]
  }
  if (isTrouble(status)) return [words.say('heard.with_outage')]
  if (!works) return [words.say('heard.unseen')]
  return [words.say(wasOut(view, raised) ? 'heard.back' : 'heard.works')]
}

interface Rate {
  readonly n: number
  readonly unit: 'minute' | 'hour'
}

/** People a minute as people would say it: two digits, by the hour where a minute has fewer than two. */
export function rate(perMinute: number, unit: Rate['unit'] = perMinute < 2 ? 'hour' : 'minute'): Rate {
  const n = unit === 'hour' ? perMinute * 60 : perMinute
  return { n: n < 10 ? Math.round(n) : Number(n.toPrecision(2)), unit }
}

/** "20", "hardly any". */
export function usualText(words: Words, perMinute: number, unit: Rate['unit']): string {
  const { n } = rate(perMinute, unit)
  return n === 0 ? words.say('heard.hardly_any') : words.say('heard.people', { n })
}

function named(words: Words, key: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [words.say(key, { names: words.list(names) })]
}

function most<Item extends { share: number }>(items: readonly Item[]): Item[] {
  return items.filter(({ share }) => share >= leastShare).slice(0, mostNamed)
}

function sharesIn<Item extends { share: number }>(
  words: Words,
  items: readonly Item[],
  name: (item: Item) => string,
): string[] {
  return most(items).map(item =>
    words.say('heard.share', { name: name(item), share: words.percent(Math.round(item.share * 100) / 100) }),
  )
}

/** "Messages", of a service's component by its key. */
function partOf(words: Words, service: Service, key: string): string {
  const component = service.components.find(each => componentKey(service, each) === key)
  return component === undefined ? key : words.name(component.names)
}

/** "Kolkata", of a place that people may say they are at. */
export function heardPlace(words: Words, view: SiteView, id: string): string {
  const place = view.catalogue.places?.find(each => each.id === id)
  return place === undefined ? id : words.name(place.names)
}

/** What was not counted, by why: "1,180 reports beyond what one network may bring". */
export function heldTexts(words: Words, steps: readonly HeardStep[]): string[] {
  return Object.entries(heldBack(steps)).map(([reason, count]) =>
    words.say(`heard.held_${reason}`, { count }),
  )
}

/** How many reports were held back, by why; only what there was. */
export function heldBack(steps: readonly HeardStep[]): HeardStep['held'] {
  const counts = HeldReason.options.map(reason => [
    reason,
    steps.reduce((sum, step) => sum + (step.held[reason] ?? 0), 0),
  ])
  return Object.fromEntries(counts.filter(([, count]) => count !== 0))
}
