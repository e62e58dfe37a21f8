import { type Component, componentKey, type Service } from '../../model/service.ts'
import { isTrouble } from '../../model/status.ts'
import { isOpen, serviceStatus, sightOf, statusOf, verdictOf } from '../standing.ts'
import { causeClause, componentName, placeName, type plainFinding, technicalFinding } from '../story.ts'
import { bars, barsText, troubledDaysList } from './bars.ts'
import { officialSection } from './official.ts'
import { incidentList } from './overview.ts'
import { type Html, html, moment, type Paper, raw, sayWith, statusMark } from './parts.ts'
import { reportForm } from './report-form.ts'
import { standsOn } from './stands-on.ts'
import { peopleSay } from './voices.ts'

/** One service: each part with its status and why, its ninety days, what it stands on, what befell it. */
export function servicePage(paper: Paper, service: Service): { title: string; body: Html; script: string } {
  const { words, view } = paper
  const name = words.name(service.names)
  const incidents = view.incidents.filter(each =>
    each.components.some(part => part.component.startsWith(`${service.id}/`)),
  )
  const body = html`<article class="lead"><h1>${name}: ${statusMark(words, serviceStatus(view, service))}</h1>
<p class="deck">${words.say('service.operator', { operator: service.operator })}</p>
${sightOf(view) === 'watching' ? '' : html`<p class="deck">${words.say(`deck.${sightOf(view)}`)}</p>`}</article>
${reportForm(paper, service)}
${incidentList(paper, words.say(sightOf(view) === 'watching' ? 'front.now' : 'front.before'), incidents.filter(isOpen))}
${peopleSay(paper, service)}
<section><h2>${words.say('service.components')}</h2>
${service.components.map(component => componentCard(paper, service, component))}
<p class="legend">${words.say('bars.legend')}</p></section>
${standsOn(paper, service)}
${
  incidents.length === 0
    ? html`<section><h2>${words.say('service.past')}</h2><p>${words.say('service.no_past')}</p></section>`
    : incidentList(paper, words.say('service.past'), incidents)
}
${officialSection(paper, service)}`
  return { title: name, body, script: 'report.js' }
}

function componentCard(paper: Paper, service: Service, component: Component): Html {
  const { words, view } = paper
  const key = componentKey(service, component)
  const verdict = verdictOf(view, key)
  const status = statusOf(view, key)
  const days = view.history(key)
  const lagging = view.incidents.some(
    incident => isOpen(incident) && incident.components.some(part => part.component === key && part.lagging),
  )
  const of = verdict === undefined ? 0 : verdict.failing.length + verdict.fine.length + verdict.unsure.length
  const facts =
    verdict === undefined
      ? []
      : [
          sayWith(words, 'service.since', 'moment', moment(paper, verdict.since)),
          isTrouble(status)
            ? words.say('service.seen_from', { n: verdict.failing.length, of })
            : words.say('service.fine_from', { n: verdict.fine.length, of }),
          words.say('service.confidence', {
            share: words.percent(Math.floor(verdict.confidence * 1000) / 1000),
          }),
        ]
  return html`<section class="card"><h3>${words.name(component.names)} ${statusMark(words, status)}</h3>
${facts.length === 0 ? '' : html`<p class="facts">${facts.map((fact, index) => html`${index === 0 ? '' : ' · '}${fact}`)}</p>`}
${lagging ? html`<p>${words.say('service.lagging')}</p>` : ''}
${
  verdict?.scope === 'regional' || verdict?.scope === 'blocked'
    ? html`<p>${words.say('service.only_from', { places: words.list(verdict.failing.map(id => placeName(view, id))) })}</p>`
    : ''
}
${verdict?.cause === undefined ? '' : html`<p>${words.say(status === 'operational' ? 'cause.yet' : 'cause.of', { services: words.name(component.names), clause: causeClause(words, verdict.cause, key => componentName(words, view, key)) })}</p>${chain(paper, verdict.cause.chain)}`}
${days.length === 0 ? '' : html`${bars(words, days)}<p class="facts">${barsText(words, days)}</p>${troubledDaysList(words, days)}`}
</section>`
}

type Chain = Parameters<typeof plainFinding>[1][]

/** The cause link by link, with the code and arguments beside the sentence for those who want them. */
export function chain(paper: Paper, findings: Chain, open = false): Html {
  const { words } = paper
  return html`<details${open ? raw(' open') : ''}><summary>${words.say('cause.chain')}</summary><ol class="chain">${findings.map(
    finding => {
      const args = Object.entries(finding.args).map(([name, value]) => `${name}=${String(value)}`)
      return html`<li><b>${words.say(`layer.${finding.layer}`)}</b> ${technicalFinding(words, finding, key => componentName(words, paper.view, key))} <code>${[finding.code, ...args].join(' ')}</code></li>`
    },
  )}</ol></details>`
}
