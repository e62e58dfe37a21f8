import type { Statement } from '../../model/heard.ts'
import { serviceName } from '../story.ts'
import { type Html, html, moment, type Paper, plainUrl, web } from './parts.ts'

/** Statements shown at once, and in all. */
const shownAtOnce = 4
const shownInAll = 30
/** Characters from which on a text is folded, and about how many of it stay in sight. */
const foldedFrom = 420
const shownFirst = 280

export interface Said {
  readonly statement: Statement
  /** Whom it was said of, where that must be told. */
  readonly services: readonly string[]
}

/** What one page said of several services alike is told once. */
export function gathered(statements: readonly Statement[]): Said[] {
  const alike = Map.groupBy(
    statements.toSorted((a, b) => a.at - b.at),
    ({ source, ref = '', title, text, at }) => JSON.stringify([source.url, ref, title, text, at]),
  )
  return [...alike.values()].flatMap(group => {
    const [statement] = group
    return statement === undefined ? [] : [{ statement, services: group.map(({ service }) => service) }]
  })
}

export function statementList(paper: Paper, said: readonly Said[]): Html | '' {
  const { words } = paper
  if (said.length === 0) return ''
  const [first, rest] = [said.slice(0, shownAtOnce), said.slice(shownAtOnce, shownInAll)]
  const figures = (some: readonly Said[]) => some.map(each => figure(paper, each))
  return html`<p><small>${words.say('official.note')}</small></p>
${figures(first)}${
  rest.length === 0
    ? ''
    : html`<details><summary>${words.say('official.more', { count: rest.length })}</summary>${figures(rest)}</details>`
}`
}

/** A statement as it was published: verbatim, in its own language, with its source, its time and where it stands. */
function figure(paper: Paper, { statement, services }: Said): Html {
  const { words, view } = paper
  const { title, text, at, url, source, language = '' } = statement
  const whom = services.map(id => serviceName(words, view, id)).join(', ')
  const [shown, folded] = text.length > foldedFrom ? cut(text, shownFirst) : [text, '']
  return html`<figure class="said"><blockquote lang="${language}" dir="auto">${title === '' ? '' : html`<p><b>${title}</b></p>`}${paragraphs(shown)}${
    folded === ''
      ? ''
      : html`<details><summary lang="${words.tag}">${words.say('official.rest')}</summary>${paragraphs(folded)}</details>`
  }</blockquote><figcaption>${whom === '' ? '' : html`${whom} · `}<a href="${web(url ?? source.url)}" rel="external nofollow">${plainUrl(source.url)}</a> · ${moment(paper, at, 'full')}</figcaption></figure>`
}

/** In two, between paragraphs or else between words. */
function cut(text: string, near: number): [string, string] {
  const between = [text.indexOf('\n', near / 2), text.indexOf(' ', near)].filter(
    at => at >= 0 && at < near * 1.5,
  )
  const at = between[0] ?? near
  return [text.slice(0, at), text.slice(at)]
}

function paragraphs(text: string): Html {
  const found = text.split(/\n{2,}/).filter(each => each.trim() !== '')
  return html`${found.map(
    each =>
      html`<p>${each.split('\n').map((line, index) => html`${index === 0 ? '' : html`<br>`}${line}`)}</p>`,
  )}`
}
