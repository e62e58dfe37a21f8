import type { Words } from '../words/words.ts'
import { html } from './parts.ts'

/**
 * What answers a form whose report was not taken, for whoever has no script to say it: a page of its own,
 * made when it is needed, at `api/v1/reports`.
 * @param tooMany whether more came from the reader's network than is taken; otherwise the form was wrong
 */
export function notTakenPage(words: Words, tooMany: boolean): string {
  const title = words.say('untaken.title')
  const why = words.say(tooMany ? 'untaken.too_many' : 'untaken.wrong')
  return String(html`<!doctype html>
<html lang="${words.tag}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ${words.say('site.name')}</title>
<link rel="stylesheet" href="../../style.css">
</head>
<body>
<main>
<article class="lead"><h1>${title}</h1><p class="deck">${why}</p>
<p class="more"><a href="../../${words.tag}/">${words.say('untaken.back')}</a></p></article>
</main>
</body>
</html>
`)
}
