import type { Cause } from '../../model/cause.ts'
import type { Incident } from '../../model/incident.ts'
import { groundsAlike, keyName } from '../fate.ts'
import { sharesOf, sightOf } from '../standing.ts'
import { causeSentences, componentName, incidentHeadline, serviceName, timelineLines } from '../story.ts'
import { answers } from './answers.ts'
import { evidenceSection } from './evidence.ts'
import { officialDuring } from './official.ts'
import { type Html, href, html, moment, type Paper, shape, statusMark, zonedText } from './parts.ts'
import { chain } from './service.ts'
import { stagesTable } from './stages.ts'

/** One incident: what, when, why we say so, how it came back, and the looks that decided it. */
export function incidentPage(paper: Paper, incident: Incident): { title: string; body: Html } {
  const { words, view } = paper
  const title = incidentHeadline(words, view, incident)
  const body = html`<article class="lead"><p class="kicker">${words.say(`state.${incident.state}`)}</p><h1>${title}</h1>
${sightOf(view) === 'watching' ? '' : html`<p class="deck">${words.say(`deck.${sightOf(view)}`)}</p>`}
${answers(paper, incident)}</article>
${times(paper, incident)}
<section><h2>${words.say('stages.title')}</h2><p>${words.say('stages.explain')}</p>${stagesTable(paper, incident)}</section>
<section><h2>${words.say('incident.timeline')}</h2><ol class="timeline">${timelineLines(
    words,
    view,
    incident.timeline.filter(line => line.code !== 'suspected' || incident.state === 'suspected'),
  ).map(line => html`<li>${moment(paper, line.at)} <span>${line.text}</span></li>`)}</ol></section>
${officialDuring(paper, incident)}
${parts(paper, incident)}
${argument(paper, incident)}
${evidenceSection(paper, incident)}`
  return { title, body }
}

function times(paper: Paper, incident: Incident): Html {
  const { words, view } = paper
  const zone = sharesOf(view, incident)[0]?.service.timeZone ?? 'UTC'
  const row = (name: string, at: number | undefined) =>
    at === undefined
      ? ''
      : html`<div><dt>${name}</dt><dd>${moment(paper, at, 'full')}<br><small>${words.say(
          'incident.operators',
          {
            time: zonedText(words, at, zone, true),
            zone,
          },
        )}</small></dd></div>`
  return html`<section><dl class="facts-list">${row(words.say('incident.began'), incident.began)}${row(words.say('incident.detected'), incident.detected)}${row(words.say('incident.ended'), incident.ended)}</dl></section>`
}

function parts(paper: Paper, incident: Incident): Html {
  const { words, view } = paper
  return html`<section><h2>${words.say('incident.parts')}</h2><div class="wide" role="region" tabindex="0" aria-label="${words.say('incident.parts')}"><table>
<thead><tr><th scope="col">${words.say('incident.part')}</th><th scope="col">${words.say('incident.began')}</th><th scope="col">${words.say('incident.ended')}</th><th scope="col">${words.say('incident.worst')}</th></tr></thead>
<tbody>${incident.components.map(
    part => html`<tr><th scope="row"><a href="${href(paper, `services/${part.component.split('/')[0] ?? ''}/`)}">${componentName(words, view, part.component)}</a></th>
<td>${moment(paper, part.began)}</td><td>${part.ended === undefined ? words.say('time.until_now') : moment(paper, part.ended)}${victimText(
      paper,
      part.cause,
    )}${
      part.lagging ? html`<br><small>${words.say('service.lagging')}</small>` : ''
    }</td><td>${statusMark(words, part.worst)}</td></tr>`,
  )}</tbody></table></div>
${togetherBecause(paper, incident)}</section>`
}

/** Whose victim a component likely is, and how. */
function victimText({ words, view }: Paper, cause: Cause | undefined): Html | '' {
  if (cause?.victimOf === undefined) return ''
  const key = cause.chain[0]?.code === 'flooded_by_retries' ? 'incident.flooded_for' : 'incident.victim_of'
  return html`<br><small>${words.say(key, { on: componentName(words, view, cause.victimOf) })}</small>`
}

/** The causes as arguments: links, counts, and the other explanations with why they are out. */
function argument(paper: Paper, incident: Incident): Html {
  const { words, view } = paper
  const causes = new Map<string, Cause>()
  for (const { cause } of incident.components) {
    if (cause !== undefined) causes.set(JSON.stringify(cause.chain.map(({ code }) => code)), cause)
  }
  return html`<section><h2>${words.say('cause.title')}</h2>
${causeSentences(words, view, incident).map(text => html`<p>${text}</p>`)}
${[...causes.values()].map(
  cause => html`<div class="card">${chain(paper, cause.chain, true)}
<p>${words.say('cause.counts', { ...cause.vantagePoints })} ${words.say('cause.confidence', {
    share: words.percent(cause.confidence),
  })} ${lookLinks(paper, cause.evidence)}</p>
${
  cause.alternatives.length === 0
    ? ''
    : html`<h3>${words.say('cause.alternatives')}</h3><ul class="alts">${cause.alternatives.map(
        ({ layer, verdict, reason, evidence }) =>
          html`<li>${shape(verdict === 'ruled_out' ? 'operational' : 'unknown')} <b>${words.say(`layer.${layer}`)}</b> ${words.say(`cause.${verdict}`)}: ${words.say(`reason.${reason}`)} ${lookLinks(paper, evidence)}</li>`,
      )}</ul>`
}</div>`,
)}</section>`
}

/** Links to looks on this page, by their number; those no longer in the record have none. */
function lookLinks({ view }: Paper, ids: readonly string[]): Html | '' {
  const kept = ids.filter(id => view.looks.has(id))
  if (kept.length === 0) return ''
  return html`<small>${kept.map((id, index) => html`<a href="#look-${id}">[${index + 1}]</a> `)}</small>`
}

/** What they share that explains why they fell, by whom it is shared; the keys themselves for machines and engineers. */
function togetherBecause({ words, view }: Paper, { bonds = [] }: Incident): Html | '' {
  if (bonds.length === 0) return ''
  return html`<h3>${words.say('incident.shared')}</h3><ul>${groundsAlike(bonds).map(
    ({ kind, services, keys }) =>
      html`<li>${words.list(services.map(id => serviceName(words, view, id)))}: ${words.say(`fate.kind.${kind}`)} ${keys.map(key => html`<code>${keyName(view, key)}</code> `)}</li>`,
  )}</ul>`
}
