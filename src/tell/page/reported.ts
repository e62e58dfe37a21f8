import { raisedVoices } from '../voice.ts'
import { type Html, href, html, type Paper } from './parts.ts'
import { raisedList } from './voices.ts'

/** Thanks to whoever reported: what becomes of it, and what others report. */
export function reportedPage(paper: Paper): { title: string; body: Html } {
  const { words, view } = paper
  const title = words.say('report.thanks')
  const raised = raisedVoices(view)
  const body = html`<article class="lead"><h1>${title}</h1><p class="deck">${words.say('report.once')}</p>
<p class="more"><a href="${href(paper, '')}">${words.say('report.back')}</a></p></article>
<div class="prose"><section><h2>${words.say('report.next')}</h2><p>${words.say('report.counted')}</p><p>${words.say('report.weighed')}</p>
<p><a href="${href(paper, 'privacy/')}">${words.say('report.privacy_link')}</a></p></section></div>
<section class="briefs says"><h2>${words.say('report.now')}</h2>${
    raised.length === 0 ? html`<p>${words.say('heard.none')}</p>` : raisedList(paper, raised)
  }</section>`
  return { title, body }
}
