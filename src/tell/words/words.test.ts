import assert from 'node:assert/strict'
import { glob, readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { parse } from 'yaml'
import { Alternative } from '../../model/cause.ts'
import { Severity, SinglePointCode } from '../../model/fate.ts'
import { FindingCode } from '../../model/finding.ts'
import { Development, fateKinds, IncidentState, Stage } from '../../model/incident.ts'
import { layers } from '../../model/layer.ts'
import { HeldReason, problemKinds } from '../../model/report.ts'
import { statuses } from '../../model/status.ts'
import { VantageState } from '../../model/vantage-point.ts'
import { loadLocales } from './locale.ts'
import { argumentsOf, createWords } from './words.ts'

const root = new URL('../../../', import.meta.url).pathname
const locales = await loadLocales(`${root}locales`)
const [english, ...others] = locales
assert(english !== undefined)

test('English is there, and Bengali', () => {
  assert.deepEqual(
    locales.map(({ tag }) => tag),
    ['en', 'bn'],
  )
})

for (const locale of others) {
  test(`${locale.tag} has English's messages, all of them and no other`, () => {
    assert.deepEqual([...locale.messages.keys()].sort(), [...english.messages.keys()].sort())
  })

  test(`${locale.tag} wants no argument that English does not give`, () => {
    for (const [key, text] of locale.messages) {
      if (key.startsWith('clock.')) continue
      const given = argumentsOf(english.messages.get(key) ?? '')
      const wrong = argumentsOf(text).filter(name => !given.includes(name))
      assert.deepEqual(wrong, [], key)
    }
  })
}

const families: Record<string, readonly string[]> = {
  'development.': Development.shape.code.options,
  'state.': IncidentState.options,
  'stage.': Stage.options,
  'status.': statuses,
  'word.': statuses,
  'layer.': [...layers, 'vantage'],
  'vantage.': VantageState.options,
  'reason.': Alternative.shape.reason.options,
  'cause.': Alternative.shape.verdict.options,
  'single.': SinglePointCode.options,
  'severity.': Severity.options,
  'fate.kind.': fateKinds,
  'problem.': problemKinds,
  'heard.held_': HeldReason.options,
}

test('every code of the model has its sentence', () => {
  for (const [prefix, codes] of Object.entries(families)) {
    for (const code of codes) assert(english.messages.has(prefix + code), prefix + code)
  }
})

test('findings and their two sentences, the plain and the technical, match one for one', () => {
  const said = [...english.messages.keys()].filter(key => key.startsWith('finding.'))
  const wanted = FindingCode.options.flatMap(code => [`finding.${code}.plain`, `finding.${code}.technical`])
  assert.deepEqual(said.sort(), wanted.sort())
})

test('nobody asks for a message that is not there, and no message is left unasked', async () => {
  let code = ''
  for await (const file of glob('src/{tell,cli}/**/*.ts', {
    cwd: root,
    exclude: path => path.endsWith('.test.ts'),
  })) {
    code += await readFile(root + file, 'utf8')
  }
  const literal = new Set([...code.matchAll(/'([a-z]+\.[a-z_]+)'/g)].map(match => match[1] ?? ''))
  const built = [
    ...Object.keys(families),
    'finding.',
    'category.',
    'headline.',
    'deck.',
    'official.',
    'evidence.',
    'stages.',
  ]
  for (const key of english.messages.keys()) {
    assert(literal.has(key) || built.some(prefix => key.startsWith(prefix)), `${key} is asked for nowhere`)
  }
  for (const key of code.matchAll(/say(?:With)?\((?:words, )?'([^']+)'/g)) {
    assert(english.messages.has(key[1] ?? ''), `${key[1]} is not in locales/en.yaml`)
  }
})

test('Bengali says times, dates, numbers and spans as a newspaper would', () => {
  const bn = createWords(locales.find(({ tag }) => tag === 'bn') ?? english)
  const at = Date.parse('2021-10-04T15:45:00Z')
  assert.equal(bn.clock(at, 'Asia/Kolkata'), 'রাত ৯টা ১৫')
  assert.equal(bn.clock(at + 15 * 60_000, 'UTC'), 'বিকেল ৪টা')
  assert.equal(bn.date(at, 'UTC'), '৪ অক্টোবর ২০২১')
  assert.equal(bn.number(12), '১২')
  assert.match(bn.duration(351 * 60_000), /৫ ঘণ্টা,? ৫১ মিনিট/)
})

test('an argument that a sentence may do without is left out of it', () => {
  const en = createWords(english)
  assert.equal(en.say('finding.server_error.plain', { status: '503' }), 'the servers answer with error 503')
  assert.equal(en.say('finding.server_error.plain'), 'the servers answer with an error')
})

test('every place of the catalogue has a name in each language', async () => {
  const { places } = parse(await readFile(`${root}catalogue/places.yaml`, 'utf8')) as {
    places: Record<string, Record<string, string>>
  }
  for (const [id, names] of Object.entries(places)) {
    for (const { tag } of locales) assert(names[tag], `${id} has no name in ${tag}`)
  }
})

test('every category of the catalogue has a name', async () => {
  for await (const file of glob('catalogue/*.yaml', { cwd: root })) {
    const [, category] = /^category: (\S+)/m.exec(await readFile(root + file, 'utf8')) ?? []
    if (category !== undefined) assert(english.messages.has(`category.${category}`), `${file}: ${category}`)
  }
})
