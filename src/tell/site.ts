import { readFileSync } from 'node:fs'
import { favicon } from '../ui/marks.ts'
import { statementsFile } from './api/statements.ts'
import { statusFile } from './api/status.ts'
import { statuspageFiles } from './api/statuspage.ts'
import { atomFeed } from './feeds/atom.ts'
import { aboutPage } from './page/about.ts'
import { historyPage } from './page/history.ts'
import { incidentPage } from './page/incident.ts'
import { layout, type Page } from './page/layout.ts'
import { overviewPage } from './page/overview.ts'
import { type Html, html, type Paper, slug } from './page/parts.ts'
import { privacyPage } from './page/privacy.ts'
import { reportedPage } from './page/reported.ts'
import { servicePage } from './page/service.ts'
import { textPage } from './page/text.ts'
import type { SiteView } from './view.ts'
import type { Words } from './words/words.ts'

/** The site's files: the path, such as `en/services/facebook/index.html`, and the text. */
export type Site = Iterable<readonly [path: string, text: string]>

const looks = ['style.css', 'site.js', 'report.js', 'proof.js'].map(
  name => [name, readFileSync(new URL(`../ui/${name}`, import.meta.url), 'utf8')] as const,
)

/**
 * Renders every page, feed and API answer in every language, one by one as they are asked for: a site is
 * never whole in memory. Pure: the same view gives the same bytes.
 * @param publicUrl where the site will stand, for feeds and the API; pages themselves link relatively
 * @param languages English first
 */
export function* renderSite(view: SiteView, languages: readonly Words[], publicUrl: string): Site {
  const base = publicUrl.endsWith('/') ? publicUrl : `${publicUrl}/`
  yield* looks
  yield ['favicon.svg', favicon]
  yield ['index.html', String(doorPage(languages))]
  yield ['api/v1/status.json', JSON.stringify(statusFile(view))]
  for (const service of view.catalogue.services) {
    yield [`api/v1/services/${service.id}/statements.json`, JSON.stringify(statementsFile(view, service))]
  }
  for (const words of languages) yield* renderLanguage(view, words, languages, base)
  const [english] = languages
  if (english === undefined) return
  for (const [path, answer] of statuspageFiles(english, view, base)) {
    yield [`api/v2/${path}`, JSON.stringify(answer)]
  }
}

function* renderLanguage(view: SiteView, words: Words, languages: readonly Words[], publicUrl: string): Site {
  const names = languages.map(each => ({ tag: each.tag, name: each.say('language.name') }))
  const page = (
    path: string,
    render: (paper: Paper) => Pick<Page, 'title' | 'body' | 'script'>,
    feed = 'feed.atom',
  ): [string, string] => {
    const paper: Paper = { words, view, root: rootFrom(path) }
    return [`${words.tag}/${path}index.html`, String(layout(paper, names, { ...render(paper), path, feed }))]
  }
  yield page('', overviewPage)
  yield page('history/', historyPage)
  yield page('about/', aboutPage)
  yield page('privacy/', privacyPage)
  yield page('reported/', reportedPage)
  yield [`${words.tag}/text/index.html`, String(textPage({ words, view, root: rootFrom('text/') }))]
  yield [`${words.tag}/feed.atom`, atomFeed(words, view, publicUrl)]
  for (const service of view.catalogue.services) {
    const path = `services/${service.id}/`
    yield page(path, paper => servicePage(paper, service), `${path}feed.atom`)
    yield [`${words.tag}/${path}feed.atom`, atomFeed(words, view, publicUrl, service)]
  }
  for (const incident of view.incidents) {
    yield page(`incidents/${slug(incident.id)}/`, paper => incidentPage(paper, incident))
  }
}

/** `../` for each folder between a page and the root, the language's among them. */
function rootFrom(path: string): string {
  return '../'.repeat(path.split('/').length)
}

/** The root's page for plain hosts: the script leads on by the reader's language, the links without it. */
function doorPage(languages: readonly Words[]): Html {
  return html`<!doctype html>
<html lang="en" data-door="${languages.map(({ tag }) => tag).join(' ')}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Prahari</title><link rel="stylesheet" href="style.css"><script src="site.js" defer></script></head>
<body><main class="door"><h1>${languages.map(words => html`<span lang="${words.tag}">${words.say('site.name')}</span> `)}</h1>
<ul>${languages.map(words => html`<li><a href="${words.tag}/" lang="${words.tag}" hreflang="${words.tag}">${words.say('language.name')}</a></li>`)}</ul></main></body></html>
`
}
