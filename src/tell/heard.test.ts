import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import type { Statement } from '../model/heard.ts'
import { openSqlite } from '../store/sqlite.ts'
import { officialReader } from './heard.ts'

const statement = (id: string, at: number, more: Partial<Statement> = {}): Statement => ({
  kind: 'statement',
  id,
  at,
  service: 'a',
  source: { kind: 'feed', url: 'https://status.example/' },
  title: id,
  text: '',
  ref: id,
  ...more,
})

it('reads on where it was, newest first, and shows of what was corrected the newest version', async t => {
  const folder = await mkdtemp(join(tmpdir(), 'prahari-heard-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  await using store = await openSqlite(folder)
  const read = officialReader(store.evidence)
  const titles = async () => (await read()).statements.get('a')?.map(({ title }) => title)
  assert.equal(await titles(), undefined)
  await store.evidence.append([statement('1', 10), statement('2', 30)], 1_000)
  assert.deepEqual(await titles(), ['2', '1'])
  await store.evidence.append([statement('1b', 10, { ref: '1' }), statement('3', 20)], 1_000)
  assert.deepEqual(await titles(), ['2', '3', '1b'])
  const standing = { ref: 'standing', thread: 'standing' }
  await store.evidence.append([statement('down', 40, standing), statement('well', 50, standing)], 2_000)
  assert.deepEqual(await titles(), ['well', 'down', '2', '3', '1b'])
})

it('tells the changes of each source, oldest first', async t => {
  const folder = await mkdtemp(join(tmpdir(), 'prahari-heard-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  await using store = await openSqlite(folder)
  const { service, source } = statement('x', 0)
  const change = (id: string, at: number, state: 'heard' | 'lost') =>
    ({ kind: 'statement_source', id, at, service, source, state }) as const
  await store.evidence.append([change('s1', 5, 'heard'), change('s2', 9, 'lost')], 1_000)
  const { sources } = await officialReader(store.evidence)()
  assert.deepEqual(
    sources.get('a')?.map(({ state }) => state),
    ['heard', 'lost'],
  )
})
