import type { Service } from '../../model/service.ts'
import {
  heldTexts,
  type Raised,
  raisedVoice,
  raisedVoices,
  unexplainedVoices,
  voiceInShort,
  voiceSentences,
} from '../voice.ts'
import { type Html, hole, href, html, moment, momentText, type Paper, placed, shape } from './parts.ts'
import { picture } from './picture.ts'

/** How many services people report that the front page tells of in full. */
const mostTold = 6

/** What people say on the front page: nothing where no more is reported than usual. */
export function voicesSection(paper: Paper): Html | '' {
  const { words, view } = paper
  const raised = raisedVoices(view)
  if (raised.length === 0) return ''
  const left = raised.length - mostTold
  return html`<section class="briefs says"><h2>${words.say('heard.title')}</h2>${raisedList(paper, raised.slice(0, mostTold))}
${left > 0 ? html`<p class="facts">${words.say('heard.more', { count: left })}</p>` : ''}</section>`
}

/** Services with what people say of each, in full where it is all that tells of a trouble. */
export function raisedList(paper: Paper, raised: readonly Raised[]): Html {
  const unexplained = new Set(unexplainedVoices(paper.view).map(({ service }) => service))
  return html`<ul>${raised.map(
    each => html`<li><a href="${href(paper, `services/${each.service.id}/`)}">${paper.words.name(each.service.names)}</a>
<p>${told(paper, each, unexplained.has(each.service) ? voiceSentences : voiceInShort)}</p></li>`,
  )}</ul>`
}

/** What people say on a service's own page: the sentence, what was held back, and the picture. */
export function peopleSay(paper: Paper, service: Service): Html {
  const { words, view } = paper
  const voice = raisedVoice(view, service)
  const held = heldTexts(words, view.heard(service.id))
  const quiet = view.voices.get(service.id)?.state === 'usual' ? 'heard.usual' : 'heard.unheard'
  return html`<section class="says"><h2>${words.say('heard.title')}</h2>
${
  voice === undefined
    ? html`<p class="facts">${words.say(quiet)}</p>`
    : html`<p>${shape('voice')} ${told(paper, { service, voice }, voiceSentences)}</p>`
}
${picture(paper, service)}
${
  held.length === 0
    ? ''
    : html`<details class="facts"><summary>${words.say('heard.held', { names: words.list(held) })}</summary><p>${words.say('heard.held_why')}</p></details>`
}</section>`
}

/** In short, as text without markup. */
export function voiceText(paper: Paper, raised: Raised): string {
  const { words, view } = paper
  return voiceInShort(words, view, raised, momentText(paper, raised.voice.since)).join(' ')
}

/** The sign beside a service's name that people report it. */
export function voiceMark({ words, view }: Paper, service: Service): Html | '' {
  if (raisedVoice(view, service) === undefined) return ''
  return html` <svg class="m m-voice" role="img" aria-label="${words.say('heard.mark')}"><use href="#m-voice"/></svg>`
}

function told(paper: Paper, raised: Raised, say: typeof voiceSentences): Html {
  const { words, view } = paper
  const since = moment(paper, raised.voice.since)
  return html`${say(words, view, raised, hole).map((sentence, index) => html`${index === 0 ? '' : ' '}${placed(sentence, since)}`)}`
}
