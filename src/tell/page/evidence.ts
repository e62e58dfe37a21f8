import type { Incident } from '../../model/incident.ts'
import type { Observation } from '../../model/observation.ts'
import { argued, citedLooks } from '../cited.ts'
import { placeName } from '../story.ts'
import { type Html, html, moment, type Paper } from './parts.ts'

/** A page stays readable, and within reason in bytes, with the first looks of each development. */
const shown = 24

/** The very observations that the incident's developments cite, step by step. */
export function evidenceSection(paper: Paper, incident: Incident): Html | '' {
  const { words, view } = paper
  const cited = citedLooks(incident)
  if (cited.length === 0) return ''
  const kept = cited.flatMap(id => view.looks.get(id) ?? [])
  const gone = cited.length - kept.length
  return html`<section id="evidence"><h2>${words.say('incident.evidence')}</h2><p>${words.say('incident.evidence_intro')}</p>
${kept.filter((look, index) => index < shown || argued(incident).has(look.id)).map(observation => look(paper, observation))}
${gone === 0 ? '' : html`<p>${words.say('incident.evidence_gone', { count: gone })}</p>`}</section>`
}

function look(paper: Paper, observation: Observation): Html {
  const { words, view } = paper
  const title = words.say('incident.look', {
    probe: observation.target,
    place: placeName(view, observation.vantagePoint),
  })
  return html`<details id="look-${observation.id}"><summary>${moment(paper, observation.at)} · ${title}</summary>
<p class="facts"><code>${observation.id}</code> · ${words.say('incident.controls', { ...observation.controls })} · ${observation.findings.map(
    ({ code }) => html`<code>${code}</code> `,
  )}</p>
<div class="wide" role="region" tabindex="0" aria-label="${title}"><table class="steps"><thead><tr>${(
    ['layer', 'op', 'with', 'ms', 'failure'] as const
  ).map(name => html`<th scope="col">${words.say(`evidence.${name}`)}</th>`)}</tr></thead>
<tbody>${observation.steps.map(
    step =>
      html`<tr><td>${words.say(`layer.${step.layer}`)}</td><td><code>${step.op}</code></td><td>${step.with ?? ''}</td><td>${words.say(
        'evidence.milliseconds',
        { ms: Math.round(step.ms) },
      )}</td><td>${step.failure === undefined ? words.say('evidence.fine') : html`<code>${step.failure}</code>`}</td></tr>`,
  )}</tbody></table></div></details>`
}
