import { sprite } from '../../ui/marks.ts'
import { type Html, html, type Paper, raw, zonedText } from './parts.ts'

/** After how many minutes a page's age speaks against the observatory itself. */
export const staleMinutes = 3

export interface Page {
  readonly title: string
  readonly body: Html
  /** The page's place under the language: `''`, `services/facebook/`. */
  readonly path: string
  readonly feed: string
  /** A script besides the one that all pages have. */
  readonly script?: string
}

/** The whole document: masthead, news, and the age that the page says of itself. */
export function layout(paper: Paper, languages: readonly { tag: string; name: string }[], page: Page): Html {
  const { words, view, root } = paper
  const home = `${root}${words.tag}/`
  const { clockWords } = words
  const links = [
    ['', 'nav.overview'],
    ['history/', 'nav.history'],
    ['about/', 'nav.about'],
  ] as const
  return html`<!doctype html>
<html lang="${words.tag}" data-intl="${words.say('language.intl')}" data-pattern="${clockWords.pattern}" data-sharp="${clockWords.sharp}" data-periods="${clockWords.periods}" data-root="${root}" data-generated="${view.generated}" data-stale="${staleMinutes}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title} · ${words.say('site.name')}</title>
<link rel="stylesheet" href="${root}style.css">
<link rel="icon" type="image/svg+xml" href="${root}favicon.svg">
<link rel="alternate" type="application/atom+xml" href="${home}${page.feed}" title="${words.say('feed.title')}">
${languages.map(({ tag }) => html`<link rel="alternate" hreflang="${tag}" href="${root}${tag}/${page.path}">`)}
<script src="${root}site.js" defer></script>
${
  page.script === undefined
    ? ''
    : html`<script src="${root}${page.script}" defer></script>
`
}</head>
<body>
${raw(sprite)}
<a class="skip" href="#news">${words.say('site.skip')}</a>
<header class="mast">
<p class="ears"><span>${words.weekday(view.generated, 'UTC')} <time datetime="${new Date(view.generated).toISOString()}" data-t="date">${words.date(view.generated, 'UTC')}</time></span>
<span class="langs" role="group" aria-label="${words.say('site.other_languages')}">${languages.map(
    ({ tag, name }) =>
      tag === words.tag
        ? html`<b lang="${tag}">${name}</b> `
        : html`<a href="${root}${tag}/${page.path}" hreflang="${tag}" lang="${tag}">${name}</a> `,
  )}</span></p>
<p class="name"><a href="${home}"><svg class="lamp" aria-hidden="true"><use href="#m-lantern"/></svg>${words.say('site.name')}</a></p>
<p class="motto">${words.say('site.motto')}</p>
<nav aria-label="${words.say('nav.label')}">${links.map(
    ([path, key]) =>
      html`<a href="${home}${path}"${path === page.path ? raw(' aria-current="page"') : ''}>${words.say(key)}</a> `,
  )}<a href="${home}text/">${words.say('nav.text')}</a> <a href="${home}${page.feed}">${words.say('nav.feed')}</a></nav>
</header>
<p class="stale" role="status" data-text="${words.say('fresh.stale', { age: '{age}' })}" hidden></p>
<main id="news">
${page.body}
</main>
<footer>
<p class="fresh" data-text="${words.say('fresh.confirmed', { age: '{age}' })}"><b>${words.say('fresh.as_of', {
    moment: zonedText(words, view.generated, 'UTC', true),
  })}</b></p>
<p>${words.say('fresh.note', { minutes: staleMinutes })}</p>
<p><a href="${home}privacy/">${words.say('privacy.title')}</a></p>
<p class="zone" data-text="${words.say('time.yours', { zone: '{zone}' })}">${words.say('time.utc')}</p>
</footer>
</body>
</html>
`
}
