import type { Fate } from '../../model/fate.ts'
import type { Service } from '../../model/service.ts'
import { keyName, networksOf, pointText, severityText, sharedGrounds } from '../fate.ts'
import { serviceName } from '../story.ts'
import { type Html, html, type Paper, raw } from './parts.ts'

/** Values of one kind that are shown; who wants all of them asks `prahari fate`. */
const most = 8

/** What a service was seen to stand on, whom it shares that with, and what it would be lost with. */
export function standsOn(paper: Paper, service: Service): Html | '' {
  const { words, view } = paper
  const fate = view.fates.get(service.id)
  if (fate === undefined || fate.keys.length === 0) return ''
  const rows: [string, (string | Html)[]][] = [
    [words.say('service.zone'), fate.zones.flatMap(({ zone }) => zone ?? [])],
    [words.say('service.name_servers'), nameServers(fate)],
    [words.say('service.addresses'), servers(fate)],
    [words.say('service.certificate'), certificates(paper, fate)],
    [words.say('service.shared'), shared(paper, fate)],
  ]
  const known = rows.filter(([, values]) => values.length > 0)
  return html`<section><h2>${words.say('service.stands_on')}</h2><dl class="facts-list">${known.map(
    ([name, values]) => html`<div><dt>${name}</dt><dd>${lines(paper, values)}</dd></div>`,
  )}</dl>${lostWith(paper, fate)}</section>`
}

function lines({ words }: Paper, values: readonly (string | Html)[]): Html {
  const shown = values.length > most ? values.slice(0, most - 1) : values
  const left = values.length - shown.length
  return html`${shown.map((value, index) => html`${index === 0 ? '' : raw('<br>')}${value}`)}${
    left === 0 ? '' : html`<br><small>${words.say('service.more', { count: left })}</small>`
  }`
}

/** Each with its network: the name is what people read, the network what falls. */
function nameServers({ zones }: Fate): Html[] {
  const places = new Map(zones.flatMap(zone => zone.nameServers).map(({ host, places: at }) => [host, at]))
  return [...places].map(([host, at]) => withNote(host, networksOf(at)))
}

function servers({ servers: places }: Fate): Html[] {
  return places.map(place =>
    withNote(place.address, [...networksOf([place]), ...(place.cdn === undefined ? [] : [place.cdn])]),
  )
}

function withNote(text: string, notes: readonly string[]): Html {
  return html`${text}${notes.length === 0 ? '' : html` <small>${notes.join(', ')}</small>`}`
}

function certificates({ words }: Paper, { certificates: held }: Fate): string[] {
  return held.map(({ issuer, subject, notAfter }) =>
    words.say('service.certificate_by', { issuer, subject, date: words.date(notAfter, 'UTC') }),
  )
}

function shared({ words, view }: Paper, fate: Fate): Html[] {
  return sharedGrounds(view, fate).map(({ kind, services, keys }) => {
    const names = words.list(services.map(id => serviceName(words, view, id)))
    return withNote(
      `${words.say(`fate.kind.${kind}`)}: ${names}`,
      keys.slice(0, most).map(key => keyName(view, key)),
    )
  })
}

function lostWith({ words }: Paper, { singlePoints }: Fate): Html | '' {
  if (singlePoints.length === 0) return ''
  return html`<h3>${words.say('service.lost_with')}</h3><ul>${singlePoints.map(
    point => html`<li><b>${severityText(point.severity, words)}</b>: ${pointText(point, words)}</li>`,
  )}</ul>`
}
