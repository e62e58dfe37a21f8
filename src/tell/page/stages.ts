import type { Incident } from '../../model/incident.ts'
import { sharesOf } from '../standing.ts'
import { stageOrder, stageStates } from '../story.ts'
import { type Html, html, moment, type Paper, shape } from './parts.ts'

const marks = { never_lost: 'operational', reached: 'operational', waiting: 'waiting' } as const

/** The way back: for each service, which step of its return is reached, and when. */
export function stagesTable(paper: Paper, incident: Incident): Html {
  const { words, view } = paper
  return html`<div class="wide" role="region" aria-label="${words.say('stages.title')}" tabindex="0"><table class="stages">
<thead><tr><th scope="col">${words.say('stages.service')}</th>${stageOrder.map(
    stage => html`<th scope="col">${words.say(`stage.${stage}`)}</th>`,
  )}</tr></thead>
<tbody>${sharesOf(view, incident).map(
    share =>
      html`<tr><th scope="row">${words.name(share.service.names)}</th>${stageStates(incident, share).map(
        ({ stage, state, at }) =>
          html`<td data-stage="${words.say(`stage.${stage}`)}" class="st-${state}">${state === 'never_lost' ? '' : shape(marks[state])} ${
            state === 'reached' && at !== undefined
              ? moment(paper, at)
              : words.say(state === 'reached' ? 'stages.reached' : `stages.${state}`)
          }</td>`,
      )}</tr>`,
  )}</tbody></table></div>`
}
