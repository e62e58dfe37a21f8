import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { z } from 'zod'
import type { TargetKind } from '../model/target-kind.ts'
import { loadCatalogue } from './catalogue.ts'
import { problemLine } from './catalogue-problem.ts'

const named = (kind: string): TargetKind<unknown> => ({
  kind,
  summary: '',
  target: z.preprocess(
    value => (typeof value === 'string' ? { host: value } : value),
    z.strictObject({
      host: z.string(),
      port: z.number().optional(),
      also: z.array(z.strictObject({ of: z.string().optional() })).optional(),
    }),
  ),
  key: target => (target as { host: string }).host,
  hosts: target => (kind === 'dns' ? [] : [(target as { host: string }).host]),
})
const kinds = [named('dns'), named('tcp'), named('https')]

const sources = [
  { kind: 'page', summary: '', entry: z.strictObject({ url: z.url() }) },
  {
    kind: 'account',
    summary: '',
    entry: z.strictObject({ url: z.url(), contains: z.string().optional() }),
  },
]

const good = (service: string, look = '- https: a.example') => `service: ${service}
name: { en: ${service} }
operator: Someone
category: test
timezone: Asia/Kolkata
homepage: https://a.example/
components:
  website:
    name: { en: Website }
    look:
      ${look}
`

describe('the catalogue', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'prahari-catalogue-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  const load = async (files: Record<string, string | Uint8Array>) => {
    const place = await mkdtemp(join(folder, 'c-'))
    for (const [name, text] of Object.entries(files)) await writeFile(join(place, name), text)
    const { catalogue, problems } = await loadCatalogue([place], kinds, sources)
    return { catalogue, problems: problems.map(problem => problemLine(problem).replace(`${place}/`, '')) }
  }

  it('reads where people may say they are, in the order given, and tells a place without an English name', async () => {
    const { catalogue } = await load({
      'places.yaml': 'places:\n  kolkata: { en: Kolkata, bn: কলকাতা }\n  dhaka: { en: Dhaka }\n',
    })
    assert.deepEqual(catalogue.places, [
      { id: 'kolkata', names: { en: 'Kolkata', bn: 'কলকাতা' } },
      { id: 'dhaka', names: { en: 'Dhaka' } },
    ])
    const { problems } = await load({ 'places.yaml': 'places:\n  kolkata: { bn: কলকাতা }\n' })
    assert.deepEqual(problems, ['places.yaml:2:3: an English name (en) is needed'])
  })

  it('looks once at what several components share, as often as the most demanding asks', async () => {
    const text = `${good('a')}  app:\n    name: { en: App }\n    look:\n      - https: a.example\n        every: 20s\n`
    const { catalogue, problems } = await load({ 'a.yaml': text })
    assert.deepEqual(problems, [])
    assert.deepEqual(
      catalogue.targets.map(({ id, every }) => [id, every]),
      [
        ['https:a.example', 20_000],
        ['dns:a.example', 20_000],
      ],
    )
    const [website, app] = catalogue.services[0]?.components ?? []
    assert.deepEqual([website?.role, app?.role], ['app', 'feature'])
    assert.deepEqual(website?.foundations, ['dns:a.example'])
  })

  it('tells every mistake with its place and what was expected, and stops only that service', async () => {
    const wrong = good('b', '- htps: a.example\n      - tcp: { host: x, prot: 80 }')
      .replace('operator: Someone', 'operatr: Someone')
      .replace('Asia/Kolkata', 'Mars/Base')
    const { catalogue, problems } = await load({ 'a.yaml': good('a'), 'b.yaml': wrong })
    assert.deepEqual(
      catalogue.services.map(({ id }) => id),
      ['a'],
    )
    assert.deepEqual(problems, [
      'b.yaml:1:1: "operator" is missing here; expected string',
      'b.yaml:3:1: unknown key "operatr"; did you mean operator?',
      'b.yaml:5:1: found "Mars/Base"; a time zone of the IANA database such as Asia/Kolkata is needed',
      'b.yaml:11:9: unknown key "htps"; did you mean https?',
      'b.yaml:11:9: exactly one probe is needed, one of dns, tcp, https',
      'b.yaml:12:25: unknown key "prot"; did you mean port?',
    ])
  })

  it('reads where the operator speaks, each kind with keys of its own, and tells their mistakes', async () => {
    const official = (...lines: string[]) =>
      good('a').replace('components:', `official:\n${lines.map(line => `  - ${line}\n`).join('')}components:`)
    const { catalogue } = await load({
      'a.yaml': official(
        '{ kind: page, url: "https://a.example/" }',
        '{ kind: account, url: "https://b.example/", contains: outage }',
      ),
    })
    assert.deepEqual(catalogue.services[0]?.official, [
      { kind: 'page', url: 'https://a.example/' },
      { kind: 'account', url: 'https://b.example/', spec: { contains: 'outage' } },
    ])
    const { problems } = await load({
      'a.yaml': official(
        '{ kind: pge, url: "https://a.example/" }',
        '{ kind: page, url: "https://a.example/", contains: outage }',
        '{ kind: account, url: "https://a.example/", contans: outage }',
        '{ kind: account, url: nowhere }',
        '{ url: "https://a.example/" }',
      ),
    })
    assert.deepEqual(problems, [
      'a.yaml:8:7: found "pge"; one of page, account is needed',
      'a.yaml:9:46: unknown key "contains"; known are: url, kind, note.',
      'a.yaml:10:49: unknown key "contans"; did you mean contains?',
      'a.yaml:11:22: found "nowhere"; Invalid URL',
      'a.yaml:12:5: "kind" is missing here; one of page, account is needed',
    ])
  })

  it('says what is wrong with a file that is no catalogue file at all', async () => {
    const { problems } = await load({
      'bytes.yaml': new Uint8Array([0xff, 0xfe]),
      'empty.yaml': '',
      'name.yaml': good('other'),
      'twice.yaml': 'service: a\nservice: b\n',
    })
    assert.deepEqual(problems, [
      'bytes.yaml:1:1: this is not UTF-8 text; save it as UTF-8',
      'empty.yaml:1:1: this file is empty; expected a service, controls or places',
      'name.yaml:1:1: the service "other" belongs in a file other.yaml',
      'twice.yaml:2:1: Map keys must be unique',
    ])
  })

  it('stops only the service whose file cannot be read or unfolded', async () => {
    const row = (key: string, item: string) => `${key}: &${key} [${Array(9).fill(item).join()}]\n`
    const bomb = ['x', '*a', '*b', '*c', '*d'].map((item, index) => row('abcde'.charAt(index), item)).join('')
    const place = await mkdtemp(join(folder, 'c-'))
    await mkdir(join(place, 'folder.yaml'))
    await writeFile(join(place, 'a.yaml'), good('a'))
    await writeFile(join(place, 'alias.yaml'), good('alias', '- https: *nowhere'))
    await writeFile(join(place, 'bomb.yaml'), bomb)
    const { catalogue, problems } = await loadCatalogue([place], kinds, sources)
    assert.deepEqual(
      catalogue.services.map(({ id }) => id),
      ['a'],
    )
    const told = problems.map(problem => problemLine(problem).replace(`${place}/`, ''))
    assert.match(told[0] ?? '', /^alias\.yaml:11:16: Unresolved alias/)
    assert.match(told[1] ?? '', /^bomb\.yaml:1:1: Excessive alias count/)
    assert.match(told[2] ?? '', /^folder\.yaml:1:1: this file cannot be read: EISDIR/)
  })

  it('finds the place of a mistake in a list within a list', async () => {
    const { problems } = await load({
      'a.yaml': good('a', '- https:\n          host: x\n          also: [{ of: y }, { off: z }]'),
    })
    assert.deepEqual(problems, ['a.yaml:13:31: unknown key "off"; did you mean of?'])
  })

  it('refuses a control that belongs to a watched service', async () => {
    const { catalogue, problems } = await load({
      'a.yaml': good('a'),
      'controls.yaml': 'controls:\n  - tcp: far.example\n  - tcp: a.example\n',
    })
    assert.deepEqual(catalogue.controls, ['tcp:far.example'])
    assert.deepEqual(problems, [
      'controls.yaml:3:5: a.example belongs to a watched service; a control must be of another family',
    ])
  })

  it('refuses a control at a name of which only the name itself is watched', async () => {
    const { problems } = await load({
      'a.yaml': good('a', '- dns: only.example'),
      'controls.yaml': 'controls:\n  - tcp: only.example\n',
    })
    assert.deepEqual(problems, [
      'controls.yaml:2:5: only.example belongs to a watched service; a control must be of another family',
    ])
  })

  it('lets a later folder replace a service', async () => {
    const first = await mkdtemp(join(folder, 'c-'))
    const second = await mkdtemp(join(folder, 'c-'))
    await writeFile(join(first, 'a.yaml'), good('a'))
    await writeFile(join(second, 'a.yaml'), good('a', '- tcp: other.example'))
    const { catalogue } = await loadCatalogue([first, second], kinds, sources)
    assert.deepEqual(catalogue.services[0]?.components[0]?.targets, ['tcp:other.example'])
  })

  it('says which folder cannot be read', async () => {
    await assert.rejects(loadCatalogue([join(folder, 'nowhere')], kinds, sources), {
      code: 'catalogue-folder-unreadable',
    })
  })
})
