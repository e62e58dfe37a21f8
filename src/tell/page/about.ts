import { statuses } from '../../model/status.ts'
import { type Html, html, type Paper, statusMark } from './parts.ts'

/** What this is, how it judges, what it does not do to its readers. */
export function aboutPage(paper: Paper): { title: string; body: Html } {
  const { words, root } = paper
  const title = words.say('about.title')
  const machine = ['api/v1/status.json', 'api/v2/summary.json', `${words.tag}/feed.atom`]
  const judged = [
    'about.judge_looks',
    'about.judge_quorum',
    'about.judge_unknown',
    'about.judge_people',
    'about.judge_return',
    'about.judge_evidence',
  ] as const
  const body = html`<article class="lead"><h1>${title}</h1></article><div class="prose">
<section><h2>${words.say('about.what')}</h2><p>${words.say('about.what_text')}</p></section>
<section><h2>${words.say('about.judge')}</h2>${judged.map(key => html`<p>${words.say(key)}</p>`)}</section>
<section><h2>${words.say('about.words')}</h2><ul class="plain">${statuses.map(
    status => html`<li>${statusMark(words, status)}: ${words.say(`word.${status}`)}</li>`,
  )}</ul></section>
<section><h2>${words.say('about.privacy')}</h2><p>${words.say('about.privacy_text')}</p></section>
<section><h2>${words.say('about.data')}</h2><p>${words.say('about.data_text')}</p><ul>${machine.map(
    path => html`<li><a href="${root}${path}">/${path}</a></li>`,
  )}</ul></section></div>`
  return { title, body }
}
