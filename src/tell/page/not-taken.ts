import type { Words } from '../words/words.ts'
import { html } from './parts.ts'

/** From the address that the form is sent to, `api/v1/reports`, to the site's own root, whatever that is under. */
const root = '../../'

/**
 * What answers a form whose report was not taken, for whoever has no script to say it: a page of its own,
 * made when it is needed, at the address of the form.
 * @returns a function of the reader's language and of whether more came from their network than is taken;
 * otherwise the form was wrong
 */
export function notTakenIn(languages: readonly Words[]): (language: string, tooMany: boolean) => string {
  return (language, tooMany) => {
    const words = languages.find(({ tag }) => tag === language) ?? languages[0]
    return words === undefined ? '' : notTakenPage(words, tooMany)
  }
}

function notTakenPage(words: Words, tooMany: boolean): string {
  const title = words.say('untaken.title')
  const why = words.say(tooMany ? 'untaken.too_many' : 'untaken.wrong')
  return String(html`<!doctype html>
<html lang="${words.tag}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ${words.say('site.name')}</title>
<link rel="stylesheet" href="${root}style.css">
</head>
<body>
<main>
<article class="lead"><h1>${title}</h1><p class="deck">${why}</p>
<p class="more"><a href="${root}${words.tag}/">${words.say('untaken.back')}</a></p></article>
</main>
</body>
</html>
`)
}
