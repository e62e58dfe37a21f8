import { type Html, html, type Paper } from './parts.ts'

/** What is kept of people, and for how long, in plain words. */
export function privacyPage({ words }: Paper): { title: string; body: Html } {
  const title = words.say('privacy.title')
  const section = (heading: string, ...texts: string[]) =>
    html`<section><h2>${heading}</h2>${texts.map(text => html`<p>${text}</p>`)}</section>`
  const body = html`<article class="lead"><h1>${title}</h1><p class="deck">${words.say('privacy.deck')}</p></article><div class="prose">
${section(words.say('privacy.read'), words.say('privacy.read_text'), words.say('privacy.read_logs'))}
${section(
  words.say('privacy.report'),
  words.say('privacy.report_sent'),
  words.say('privacy.report_person'),
  words.say('privacy.report_network'),
  words.say('privacy.report_time'),
  words.say('privacy.proof'),
)}
${section(words.say('privacy.gateway'), words.say('privacy.gateway_text'))}
${section(words.say('privacy.posts'), words.say('privacy.posts_text'))}
${section(words.say('privacy.without'), words.say('privacy.without_text'))}</div>`
  return { title, body }
}
