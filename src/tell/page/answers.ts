import type { Incident } from '../../model/incident.ts'
import { componentKey } from '../../model/service.ts'
import { hasReturned, type ServiceShare, sharesOf, sightOf } from '../standing.ts'
import { appIsBack, causeSentences, isWholeAgain, stageOrder, stageStates } from '../story.ts'
import type { Words } from '../words/words.ts'
import { type Html, html, moment, type Paper } from './parts.ts'

/** The four questions that people come with, answered of one incident. */
export function answers(paper: Paper, incident: Incident): Html {
  const { words, view } = paper
  const over = incident.state === 'resolved'
  const counts = incident.components
    .flatMap(part => part.cause ?? [])
    .map(cause => cause.vantagePoints)
    .sort((a, b) => b.n - a.n)[0]
  const row = (question: string, answer: Html | string) =>
    html`<div><dt>${question}</dt><dd>${answer}</dd></div>`
  return html`<dl class="answers">
${counts === undefined ? '' : row(words.say('ask.who'), words.say(over ? 'ask.who_was' : 'ask.who_them', { ...counts }))}
${row(words.say(incident.state === 'confirmed' ? 'ask.what' : 'ask.what_was'), html`${causeSentences(words, view, incident).map(text => html`<p>${text}</p>`)}`)}
${row(words.say(over ? 'ask.when_was' : 'ask.when'), span(paper, incident))}
${row(words.say('ask.back'), comingBack(words, paper, incident))}
</dl>`
}

function span(paper: Paper, incident: Incident): Html {
  const began = moment(paper, incident.began, 'short')
  if (incident.ended === undefined) return began
  const lasted = paper.words.duration(incident.ended - incident.began)
  return html`${began} – ${moment(paper, incident.ended, 'short')} (${lasted})`
}

function comingBack(words: Words, paper: Paper, incident: Incident): string {
  if (incident.state === 'resolved') return words.say('ask.back_all')
  if (sightOf(paper.view) !== 'watching') return words.say('ask.back_unseen')
  if (incident.components.every(hasReturned)) return words.say('ask.back_watching')
  const shares = sharesOf(paper.view, incident)
  const back = shares.filter(share => appIsBack(share) && share.parts.some(hasReturned))
  if (back.length > 0) {
    const waiting = shares
      .filter(share => !isWholeAgain(share))
      .map(share => (appIsBack(share) ? lagging(words, share) : words.name(share.service.names)))
    return words.say('ask.back_partly', {
      back: words.list(back.map(share => words.name(share.service.names))),
      waiting: words.list(waiting),
    })
  }
  const steps = stageOrder.filter(stage =>
    shares.some(share =>
      stageStates(incident, share).some(each => each.stage === stage && each.state === 'reached'),
    ),
  )
  if (steps.length === 0) return words.say('ask.back_not')
  return words.say('ask.back_begun', { steps: words.list(steps.map(stage => words.say(`stage.${stage}`))) })
}

/** "Facebook (Photos and videos)": the app is back, these not yet. */
function lagging(words: Words, share: ServiceShare): string {
  const missing = share.service.components.filter(component =>
    share.parts.some(part => part.component === componentKey(share.service, component) && !hasReturned(part)),
  )
  return words.say('ask.some_of', {
    service: words.name(share.service.names),
    components: words.list(missing.map(component => words.name(component.names))),
  })
}
