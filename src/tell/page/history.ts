import { componentKey } from '../../model/service.ts'
import { bars, barsText, worstDays } from './bars.ts'
import { incidentList } from './overview.ts'
import { type Html, href, html, type Paper } from './parts.ts'

/** Ninety days of every service, and every incident in them. */
export function historyPage(paper: Paper): { title: string; body: Html } {
  const { words, view } = paper
  const title = words.say('history.title')
  const body = html`<article class="lead"><h1>${title}</h1><p class="deck">${words.say('history.deck')}</p></article>
${incidentList(paper, words.say('history.incidents'), view.incidents)}
<section><h2>${words.say('front.services')}</h2><div class="years">${view.catalogue.services.map(service => {
    const days = worstDays(
      service.components.map(component => view.history(componentKey(service, component))),
    )
    return html`<div class="card"><h3><a href="${href(paper, `services/${service.id}/`)}">${words.name(service.names)}</a></h3>${
      days.length === 0 ? '' : bars(words, days)
    }<p class="facts">${barsText(words, days)}</p></div>`
  })}</div><p class="legend">${words.say('bars.legend')}</p></section>`
  return { title, body }
}
