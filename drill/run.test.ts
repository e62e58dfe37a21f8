import assert from 'node:assert/strict'
import { lstat, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { systemClock } from '../src/base/clock.ts'
import { whyNot } from './preflight.ts'
import { Result } from './result.ts'
import { drill } from './run.ts'
import { Scenario } from './scenario.ts'
import { namespacesOf } from './world/namespaces.ts'

const skip = whyNot()?.what ?? false
const calm = Scenario.parse({
  name: 'A calm minute',
  description: 'Nothing happens',
  duration: '3s',
  actions: [],
  expect: { incidents: 0, untouched: ['facebook', 'x'], final: 'operational' },
})

async function run(context: TestContext, signal: AbortSignal) {
  const out = await mkdtemp(join(tmpdir(), 'prahari-drill-out-'))
  context.after(() => rm(out, { recursive: true }))
  const said: string[] = []
  const say = (line: string) => said.push(line)
  const result = await drill({ scenario: calm, out, keep: false, clock: systemClock, signal, say })
  assert.deepEqual(await namespacesOf(`prh${process.pid}`), [])
  return { out, said, result }
}

test('a calm drill passes and leaves its record, its result and a site that stands alone', {
  skip,
}, async context => {
  const { out, said, result } = await run(context, new AbortController().signal)
  assert.equal(result?.pass, true, said.join('\n'))
  assert.deepEqual(Result.parse(JSON.parse(await readFile(join(out, 'result.json'), 'utf8'))), result)
  assert.match(await readFile(join(out, 'record.ndjson'), 'utf8'), /^\{"v":1,"seq":1,.*\n/)
  assert.match(await readFile(join(out, 'site/en/index.html'), 'utf8'), /Facebook/)
  assert.ok(!(await lstat(join(out, 'site'))).isSymbolicLink())
})

test('a drill that is stopped early takes its world down and has no result', { skip }, async context => {
  const { result } = await run(context, AbortSignal.timeout(4_000))
  assert.equal(result, undefined)
})
