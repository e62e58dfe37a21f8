import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Classify } from '../../src/listen/posts/classify/classify.ts'
import { createClassifier } from '../../src/listen/posts/classify/classify.ts'
import { languages } from '../../src/listen/posts/classify/languages/index.ts'
import { statementReaders } from '../../src/listen/statements/index.ts'
import { probes } from '../../src/observe/probes/index.ts'
import { loadCatalogue } from '../../src/watch/catalogue.ts'
import { type Labelled, readLabelled } from './labelled.ts'
import { componentsFound, precisionOf, recallOf, type Score, score, scoreBy } from './score.ts'

/**
 * `npm run posts`: reads the labelled posts, prints how well the classifier does, and writes it to docs/posts.md. With
 * `--wrong` it names the posts of the part to build on that it gets wrong; those of the others are never shown.
 */
const root = join(import.meta.dirname, '../..')
const { catalogue } = await loadCatalogue([join(root, 'catalogue')], probes, statementReaders)
const classify = createClassifier(catalogue.services, languages)
const parts = {
  build: 'The part that the rules were made on',
  'held-out': 'The part that was written before the rules, and held out',
  after: 'The part that was written after the rules, in other words',
} as const
const say = (text: string) => process.stdout.write(`${text}\n`)

const text = Object.entries(parts)
  .map(([part, title]) => section(title, readLabelled(join(import.meta.dirname, `${part}.tsv`))))
  .join('\n\n')
say(text)
if (process.argv.includes('--wrong'))
  showWrong(readLabelled(join(import.meta.dirname, 'build.tsv')), classify)
write(text)

function section(title: string, posts: readonly Labelled[]): string {
  const { found, of } = componentsFound(posts, classify)
  const byLanguage = scoreBy(posts, classify, ({ language }) => language)
  const negatives = posts.filter(({ negative }) => negative !== undefined)
  const byKind = scoreBy(negatives, classify, ({ negative = '' }) => negative)
  return [
    `### ${title}`,
    '',
    '| language | posts | claims | right | wrong | missed | precision | recall |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...[...byLanguage].map(([language, each]) => row(language, each)),
    row('all', score(posts, classify)),
    '',
    `Of posts that say no such thing, wrongly counted: ${[...byKind].map(([kind, each]) => `${kind} ${each.wrong} of ${each.posts}`).join(', ')}.`,
    '',
    `Components: ${found} of the ${of} that are labelled, where the service was found.`,
  ].join('\n')
}

function row(name: string, each: Score): string {
  const { posts, claims, right, wrong, missed } = each
  return `| ${name} | ${posts} | ${claims} | ${right} | ${wrong} | ${missed} | ${share(precisionOf(each))} | ${share(recallOf(each))} |`
}

function share(value: number | undefined): string {
  return value === undefined ? '' : value.toFixed(3)
}

function showWrong(posts: readonly Labelled[], classify: Classify): void {
  for (const post of posts) {
    const said = classify(post.text)
    const claimed = said.kind === 'trouble' ? [...said.services.keys()].sort().join(',') : said.because
    const { wrong, missed } = score([post], classify)
    if (wrong + missed > 0) say(`${post.language}: ${claimed}: ${post.text}`)
  }
}

function write(measured: string): void {
  const path = join(root, 'docs/posts.md')
  const page = readFileSync(path, 'utf8')
  const [begin, end] = ['<!-- measured: begin -->', '<!-- measured: end -->']
  const [before, rest] = page.split(begin)
  const after = rest?.split(end)[1]
  if (before === undefined || after === undefined) throw new Error('docs/posts.md has lost its markers')
  writeFileSync(path, `${before}${begin}\n${measured}\n${end}${after}`)
}
