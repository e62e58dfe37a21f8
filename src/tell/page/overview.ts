import type { Incident } from '../../model/incident.ts'
import { componentKey, type Service } from '../../model/service.ts'
import type { Verdict } from '../../model/verdict.ts'
import { frontOf } from '../front.ts'
import {
  blockedPlaces,
  openIncidents,
  regionalTroubles,
  serviceStatus,
  sightOf,
  statusOf,
  verdictOf,
} from '../standing.ts'
import { causeClause, componentName, incidentHeadline, placeName } from '../story.ts'
import { answers } from './answers.ts'
import {
  categoryName,
  type Html,
  href,
  html,
  moment,
  type Paper,
  sayWith,
  slug,
  statusMark,
} from './parts.ts'
import { stagesTable } from './stages.ts'
import { voiceMark, voicesSection } from './voices.ts'

const dayMs = 86_400_000

/** The front page: is it me or them, what exactly, since when, is it coming back. */
export function overviewPage(paper: Paper): { title: string; body: Html } {
  const { words, view } = paper
  const front = frontOf(words, view)
  const others = openIncidents(view).filter(incident => incident !== front.lead)
  const recent = view.incidents.filter(
    each => each.state === 'resolved' && view.generated - (each.ended ?? each.began) < dayMs,
  )
  const body = html`<article class="lead tone-${front.tone}">
<h1>${front.headline}</h1>
${front.deck === '' ? '' : html`<p class="deck">${front.deck}</p>`}
${front.lead === undefined || sightOf(view) !== 'watching' ? '' : leadBody(paper, front.lead)}
</article>
${voicesSection(paper)}
${incidentList(paper, words.say(sightOf(view) === 'watching' ? 'front.also' : 'front.before'), others)}
${seenOnlyThere(paper, 'front.regional', regionalTroubles(view))}
${seenOnlyThere(paper, 'front.blocked', blockedPlaces(view))}
${incidentList(paper, words.say('front.recent'), recent)}
<section aria-labelledby="all"><h2 id="all">${words.say('front.services')}</h2>
<div class="desk">${byCategory(view.catalogue.services).map(
    ([category, services]) => html`<div class="cat"><h3>${categoryName(words, category)}</h3>
${services.map(service => serviceLine(paper, service))}</div>`,
  )}</div></section>
${vantagePoints(paper)}`
  return { title: front.headline, body }
}

function leadBody(paper: Paper, incident: Incident): Html {
  const { words } = paper
  return html`${answers(paper, incident)}
<h2 class="small">${words.say('stages.title')}</h2>
${stagesTable(paper, incident)}
<p class="more"><a href="${href(paper, `incidents/${slug(incident.id)}/`)}">${words.say('front.read_on')}</a></p>`
}

/** Incidents as a list of headlines with their times. */
export function incidentList(paper: Paper, title: string, incidents: readonly Incident[]): Html | '' {
  if (incidents.length === 0) return ''
  const { words, view } = paper
  const ongoing = words.say(sightOf(view) === 'watching' ? 'time.until_now' : 'status.unknown')
  return html`<section class="briefs"><h2>${title}</h2><ul>${incidents.map(
    incident => html`<li><a href="${href(paper, `incidents/${slug(incident.id)}/`)}">${incidentHeadline(words, view, incident)}</a>
<small>${words.say(`state.${incident.state}`)} · ${moment(paper, incident.began)} – ${
      incident.ended === undefined ? ongoing : moment(paper, incident.ended)
    }${incident.ended === undefined ? '' : html` · ${words.duration(incident.ended - incident.began)}`}</small></li>`,
  )}</ul></section>`
}

function seenOnlyThere(paper: Paper, title: string, verdicts: readonly Verdict[]): Html | '' {
  const { words, view } = paper
  if (verdicts.length === 0) return ''
  return html`<section class="briefs"><h2>${words.say(title)}</h2><ul>${verdicts.map(
    verdict =>
      html`<li>${words.say('cause.of', {
        services: componentName(words, view, verdict.component),
        clause: causeClause(words, verdict.cause, key => componentName(words, view, key)),
      })} <small>${words.say('service.only_from', {
        places: words.list(verdict.failing.map(id => placeName(view, id))),
      })}</small></li>`,
  )}</ul></section>`
}

function serviceLine(paper: Paper, service: Service): Html {
  const { words, view } = paper
  const name = words.name(service.names)
  return html`<details class="svc" id="svc-${service.id}"><summary><span>${name}${voiceMark(paper, service)}</span>${statusMark(words, serviceStatus(view, service))}</summary>
<ul>${service.components.map(component => {
    const key = componentKey(service, component)
    const verdict = verdictOf(view, key)
    const status = statusOf(view, key)
    const since = verdict === undefined || status === 'operational' ? undefined : verdict.since
    return html`<li><span>${words.name(component.names)}${
      since === undefined
        ? ''
        : html` <small>${sayWith(words, 'service.since', 'moment', moment(paper, since))}</small>`
    }</span>${statusMark(words, status)}</li>`
  })}</ul><p><a href="${href(paper, `services/${service.id}/`)}">${words.say('front.details', { service: name })}</a> · <a href="${href(paper, `services/${service.id}/`)}#report">${words.say('report.title')}</a></p></details>`
}

function vantagePoints(paper: Paper): Html {
  const { words, view } = paper
  const sees = (id: string) =>
    sightOf(view) === 'watching'
      ? [...view.verdicts.values()].filter(verdict => verdict.failing.includes(id)).length
      : 0
  return html`<section aria-labelledby="from"><h2 id="from">${words.say('front.vantage')}</h2>
${
  view.vantagePoints.length === 0
    ? html`<p>${words.say('vantage.none')}</p>`
    : html`<ul class="points">${view.vantagePoints.map(({ point, verdict }) => {
        const failing = verdict?.state === 'sound' ? sees(point.id) : 0
        return html`<li><b>${point.place ?? point.id}</b> <small>${[point.network, point.country].filter(Boolean).join(', ')}</small>
<span>${words.say(`vantage.${verdict?.state ?? 'starting'}`)}${failing > 0 ? html`; ${words.say('vantage.sees_trouble', { count: failing })}` : ''}</span></li>`
      })}</ul>`
}</section>`
}

/** Services by category, in the order in which the catalogue first names each. */
export function byCategory(services: readonly Service[]): [string, Service[]][] {
  return [...Map.groupBy(services, service => service.category)]
}
