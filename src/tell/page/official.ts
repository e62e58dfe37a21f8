import type { Statement } from '../../model/heard.ts'
import type { Incident } from '../../model/incident.ts'
import type { Service } from '../../model/service.ts'
import {
  claimOf,
  disagreement,
  type HeardSource,
  heardSources,
  lostDuring,
  saidDuring,
  seenSince,
  type Timing,
  timingOf,
} from '../official.ts'
import { isOpen, type ServiceShare, serviceStatus, sharesOf, sightOf } from '../standing.ts'
import type { Words } from '../words/words.ts'
import {
  type Html,
  html,
  moment,
  type Paper,
  plainUrl,
  sayWith,
  sayWithAll,
  statusMark,
  web,
} from './parts.ts'
import { gathered, statementList } from './statements.ts'

/** What the operator says of a service, beside what is seen of it, and where it says so. */
export function officialSection(paper: Paper, service: Service): Html {
  const { words, view } = paper
  const statements = view.statements.get(service.id) ?? []
  const name = words.name(service.names)
  return html`<section><h2>${words.say('service.official')}</h2>
${beside(paper, service)}
${statementList(
  paper,
  statements.map(statement => ({ statement, services: [] })),
)}
<ul>
<li><a href="${web(service.homepage)}" rel="external nofollow">${words.say('service.homepage', { service: name })}</a></li>
${heardSources(view, service).map(each => html`<li>${sourceLine(paper, each)}</li>`)}</ul></section>`
}

/** The operator's word and what is seen, one beside the other, and a sentence where they disagree. */
function beside(paper: Paper, service: Service): Html | '' {
  const { words, view } = paper
  if (claimOf(view, service) === undefined || sightOf(view) !== 'watching') return ''
  const contrary = disagreement(view, service)
  return html`<dl class="facts-list"><div><dt>${words.say('official.says')}</dt><dd>${saidOf(paper, service)}</dd></div>
<div><dt>${words.say('official.seen')}</dt><dd>${seenOf(paper, service)}</dd></div></dl>
${contrary === undefined ? '' : html`<p class="contrary">${words.say('cause.of', { services: words.name(service.names), clause: words.say(`official.${contrary}`) })}</p>`}`
}

function saidOf(paper: Paper, service: Service): Html {
  const claim = claimOf(paper.view, service)
  if (claim === undefined) return nothingSaid(paper, service)
  const { status, statement } = claim
  return html`${statusMark(paper.words, status)}<br><small>${quoted(statement)} ${sinceText(paper, statement.at)}</small>`
}

/** Nothing, and where its page is lost that. */
function nothingSaid(paper: Paper, service: Service): Html {
  const lost = heardSources(paper.view, service).find(({ state }) => state === 'lost')
  if (lost?.since === undefined) return html`–`
  return html`<small>${sayWith(paper.words, 'official.page_lost', 'moment', moment(paper, lost.since))}</small>`
}

function seenOf(paper: Paper, service: Service): Html {
  const since = seenSince(paper.view, service)
  return html`${statusMark(paper.words, serviceStatus(paper.view, service))}${since === undefined ? '' : html`<br><small>${sinceText(paper, since)}</small>`}`
}

function sinceText(paper: Paper, at: number): Html {
  return sayWith(paper.words, 'service.since', 'moment', moment(paper, at))
}

function quoted({ title, text, language = '' }: Statement): Html {
  return html`<q lang="${language}" dir="auto">${title === '' ? text.slice(0, 80) : title}</q>`
}

/** A source with its kind, how it is heard, and what should be known of it. */
function sourceLine(paper: Paper, { source, state, since, because }: HeardSource): Html {
  const { words } = paper
  const { kind, url, note } = source
  const key = `official.${kind}`
  const lost = state === 'lost' || state === 'unreadable'
  return html`<a href="${web(url)}" rel="external nofollow">${plainUrl(url)}</a> <small>${words.has(key) ? words.say(key) : kind}${
    note === undefined ? '' : html`. ${words.name(note)}`
  }</small>${
    lost && since !== undefined
      ? html`<br><small>${sayWith(words, state === 'lost' ? 'official.lost' : 'official.unread', 'moment', moment(paper, since))} <code>${because}</code></small>`
      : ''
  }`
}

/** What operators said at the time of an incident, beside what was seen, and how soon. */
export function officialDuring(paper: Paper, incident: Incident): Html | '' {
  const { words, view } = paper
  const shares = sharesOf(view, incident)
  const lines = [
    ...(isOpen(incident) ? contraryLines(paper, incident) : timingLines(paper, incident)),
    ...shares.flatMap(share => lostLines(paper, incident, share)),
  ]
  const said = gathered(shares.flatMap(({ service }) => saidDuring(view, incident, service.id)))
  const table = isOpen(incident) ? comparison(paper, incident) : ''
  if (lines.length === 0 && said.length === 0 && table === '') return ''
  return html`<section><h2>${words.say('service.official')}</h2>
${table}
${lines.length === 0 ? '' : html`<ul class="plain">${lines.map(line => html`<li>${line}</li>`)}</ul>`}
${statementList(paper, said)}</section>`
}

/** Service by service what is said officially, what is seen, and when the first word came; without those whom nobody heard. */
function comparison(paper: Paper, incident: Incident): Html | '' {
  const { words, view } = paper
  const rows = sharesOf(view, incident)
    .map(share => ({ share, timing: timingOf(view, incident, share) }))
    .filter(({ timing }) => timing.word !== 'unheard')
  if (rows.length === 0) return ''
  const [official, seen, first] = ['official.says', 'official.seen', 'official.first'].map(key =>
    words.say(key),
  )
  return html`<table class="stages"><thead><tr><th scope="col">${words.say('stages.service')}</th><th scope="col">${official}</th><th scope="col">${seen}</th><th scope="col">${first}</th></tr></thead>
<tbody>${rows.map(
    ({ share: { service }, timing }) => html`<tr><th scope="row">${words.name(service.names)}</th>
<td data-stage="${official}">${saidOf(paper, service)}</td>
<td data-stage="${seen}">${seenOf(paper, service)}</td>
<td data-stage="${first}">${timingText(words, timing)}</td></tr>`,
  )}</tbody></table>`
}

function timingText(words: Words, timing: Timing): string {
  if (timing.word === 'unheard') return ''
  if (timing.word === 'was_silent') return words.say('official.first_none')
  return words.say(`official.first_${timing.word}`, { duration: words.duration(timing.ms) })
}

/** The same as sentences, those alike in one. */
function timingLines({ words, view }: Paper, incident: Incident): string[] {
  const byTiming = Map.groupBy(
    sharesOf(view, incident).map(share => ({ share, timing: timingOf(view, incident, share) })),
    ({ timing }) => timingText(words, timing),
  )
  return [...byTiming.values()].flatMap(group => {
    const [first] = group
    if (first === undefined || first.timing.word === 'unheard') return []
    const service = words.list(group.map(({ share }) => words.name(share.service.names)))
    const { timing } = first
    const duration = 'ms' in timing ? words.duration(timing.ms) : ''
    return [words.say(`official.${timing.word}`, { service, duration })]
  })
}

/** Where the official word is contrary to what is seen now, those alike in one sentence. */
function contraryLines({ words, view }: Paper, incident: Incident): string[] {
  const contrary = Map.groupBy(sharesOf(view, incident), ({ service }) => disagreement(view, service))
  return [...contrary].flatMap(([how, group]) => {
    if (how === undefined) return []
    const services = words.list(group.map(({ service }) => words.name(service.names)))
    return [words.say('cause.of', { services, clause: words.say(`official.${how}`) })]
  })
}

/** What a reader of text alone is told: how soon there was a word, where it is contrary to what is seen, and which page is lost. */
export function officialLines(paper: Paper, incident: Incident): (Html | string)[] {
  return [
    ...timingLines(paper, incident),
    ...contraryLines(paper, incident),
    ...sharesOf(paper.view, incident).flatMap(share => lostLines(paper, incident, share)),
  ]
}

function lostLines(paper: Paper, incident: Incident, { service }: ServiceShare): Html[] {
  const { words, view } = paper
  const name = { service: words.name(service.names) }
  return lostDuring(view, incident, service).map(({ source, from, until }) => {
    const page = html`<a href="${web(source.url)}" rel="external nofollow">${plainUrl(source.url)}</a>`
    const slots = { page, moment: moment(paper, from) }
    return until === undefined
      ? sayWithAll(words, 'official.lost_of', name, slots)
      : sayWithAll(words, 'official.was_lost_of', name, { ...slots, until: moment(paper, until) })
  })
}
