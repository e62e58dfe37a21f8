import type { Incident } from '../../model/incident.ts'
import { componentKey } from '../../model/service.ts'
import { gravestPoints } from '../fate.ts'
import { frontOf } from '../front.ts'
import { openIncidents, serviceStatus, sharesOf, sightOf, statusOf } from '../standing.ts'
import { causeSentences, incidentHeadline, serviceName } from '../story.ts'
import { raisedVoices, unexplainedVoices, wasOut } from '../voice.ts'
import { staleMinutes } from './layout.ts'
import { officialLines } from './official.ts'
import { type Html, html, momentText, type Paper, zonedText } from './parts.ts'
import { voiceText } from './voices.ts'

/** The news with no style and no script, for thin lines and old phones: under 5 kB. */
export function textPage(paper: Paper): Html {
  const { words, view } = paper
  const front = frontOf(words, view)
  const incidents = sightOf(view) === 'watching' ? openIncidents(view) : []
  return html`<!doctype html><html lang="${words.tag}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${words.say('text.title')}</title>
<main><h1>${front.headline}</h1>
<p>${front.deck}
${incidents.map(
  incident => html`<h2>${incidentHeadline(words, view, incident)}</h2><p>${words.say('service.since', { moment: momentText(paper, incident.began) })}
${causeSentences(words, view, incident).map(text => html`<p>${text}`)}
${knownBefore(paper, incident)}
${officialLines(paper, incident).map(line => html`<p>${line}`)}`,
)}
${peopleSay(paper)}
<h2>${words.say('front.services')}</h2><ul>${view.catalogue.services.map(service => {
    const status = serviceStatus(view, service)
    const troubled =
      status === 'operational' || status === 'unknown'
        ? []
        : service.components.filter(
            component => statusOf(view, componentKey(service, component)) !== 'operational',
          )
    const parts = troubled.map(component => words.name(component.names))
    return html`
<li>${words.name(service.names)}: ${words.say(`status.${status}`)}${parts.length === 0 ? '' : ` (${words.list(parts)})`}`
  })}</ul>
<p>${words.say('fresh.as_of', { moment: zonedText(words, view.generated, 'UTC', true) })}. ${words.say('fresh.note', { minutes: staleMinutes })}
<p><a href="../">${words.say('nav.overview')}</a></main></html>
`
}

/** Whom people report: in words where that is all that tells of a trouble, else by name, and not what is told above. */
function peopleSay(paper: Paper): Html | '' {
  const { words, view } = paper
  const raised = raisedVoices(view)
  const unexplained = unexplainedVoices(view)
  const told = new Set(unexplained.map(({ service }) => service))
  const others = raised.filter(each => !told.has(each.service) && !wasOut(view, each))
  return html`${raised.some(each => wasOut(view, each)) ? html`<p>${words.say('heard.too')}` : ''}${unexplained.map(
    each => html`<p>${words.name(each.service.names)}: ${voiceText(paper, each)}`,
  )}${[...Map.groupBy(others, ({ voice }) => voice.victimOf)].map(
    ([of, services]) =>
      html`<p>${words.say('heard.mark')}: ${words.list(services.map(({ service }) => words.name(service.names)))}${
        of === undefined ? '' : html`<br>${words.say('heard.victim', { of: serviceName(words, view, of) })}`
      }`,
  )}`
}

/** What its services were seen to stand on alone. */
function knownBefore({ words, view }: Paper, incident: Incident): Html | '' {
  const services = sharesOf(view, incident).map(({ service }) => service.id)
  const points = gravestPoints(view, services, words)
  return points.length === 0 ? '' : html`<p>${words.say('service.stands_on')}: ${points.join(' ')}`
}
