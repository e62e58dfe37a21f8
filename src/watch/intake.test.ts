import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type ServerType, serve } from '@hono/node-server'
import { z } from 'zod'
import { systemClock } from '../base/clock.ts'
import { lineLog } from '../base/log.ts'
import { hashToken } from '../base/token.ts'
import { UserError } from '../base/user-error.ts'
import type { Observation } from '../model/observation.ts'
import type { Catalogue } from '../model/service.ts'
import { openSqlite } from '../store/sqlite.ts'
import { intakeRoutes } from './intake.ts'
import { vantageClient } from './vantage-client.ts'

const root = mkdtempSync(join(tmpdir(), 'prahari-intake-'))
const store = await openSqlite(root)
const logged: string[] = []
let catalogue: Catalogue = {
  services: [],
  targets: [
    { id: 'tcp:a.example:1', probe: 'tcp', spec: { host: 'a.example', port: 1 }, every: 1000, timeout: 1000 },
    { id: 'smoke:x', probe: 'smoke', spec: {}, every: 1000, timeout: 1000 },
  ],
  controls: [],
}
let closer: readonly string[] = []
const routes = intakeRoutes({
  evidence: store.evidence,
  catalogue: () => catalogue,
  closer: () => closer,
  tokens: async () => ({
    vantagePoints: [
      { id: 'kolkata-1', sha256: hashToken('right') },
      { id: 'hasty-1', sha256: hashToken('hasty') },
    ],
  }),
  clock: systemClock,
  log: lineLog(systemClock, line => logged.push(line)),
  limit: 20_000,
  perMinute: 40,
})
const { server, url } = await new Promise<{ server: ServerType; url: string }>(resolve => {
  const server = serve({ fetch: routes.fetch, port: 0, hostname: '127.0.0.1' }, (info: AddressInfo) =>
    resolve({ server, url: `http://127.0.0.1:${info.port}/` }),
  )
})
after(async () => {
  server.close()
  await store[Symbol.asyncDispose]()
  rmSync(root, { recursive: true })
})

const kind = {
  kind: 'tcp',
  summary: '',
  target: z.object({ host: z.string(), port: z.number() }) as z.ZodType<unknown>,
  key: () => '',
  hosts: () => [],
}
const client = (token: string) => vantageClient({ observatory: url, token, kinds: [kind] })
const signal = new AbortController().signal

test('a batch is accepted once, however often it is sent', async () => {
  const agent = client('right')
  const batch = [look('i1'), look('i2')]
  assert.deepEqual(await agent.send(batch, signal), {
    outcome: 'accepted',
    appended: 2,
    duplicates: 0,
    closer: [],
  })
  closer = ['tcp:a.example:1']
  assert.deepEqual(await agent.send(batch, signal), {
    outcome: 'accepted',
    appended: 0,
    duplicates: 2,
    closer: ['tcp:a.example:1'],
  })
  closer = []
  assert.deepEqual((await store.evidence.byIds(['i1']))[0]?.evidence, look('i1'))
})

test('a plain JSON array is taken as well', async () => {
  const answer = await post('right', JSON.stringify([look('array')]))
  assert.deepEqual([answer.status, await answer.json()], [200, { appended: 1, duplicates: 0, closer: [] }])
})

test('the catalogue is fetched once and again when it changes, without targets unknown here', async () => {
  const agent = client('right')
  const first = await agent.catalogue(signal)
  assert.equal(first.outcome, 'new')
  assert.deepEqual(first.outcome === 'new' && first.catalogue.targets.map(each => each.id), [
    'tcp:a.example:1',
  ])
  assert.deepEqual(await agent.catalogue(signal), { outcome: 'unchanged' })
  catalogue = { ...catalogue, controls: ['tcp:a.example:1'] }
  assert.equal((await agent.catalogue(signal)).outcome, 'new')
})

test('a wrong token is refused in words, and no token is ever logged', async () => {
  await assert.rejects(client('wrong-secret').send([look('x')], signal), (error: unknown) => {
    return error instanceof UserError && error.code === 'observatory-refused-unknown-token'
  })
  assert.equal((await fetch(new URL('api/v1/agent/catalogue', url))).status, 401)
  assert.doesNotMatch(logged.join(''), /wrong-secret/)
})

test('what is malformed, of another kind or in another name is refused by its place', async () => {
  const told = async (body: string) => {
    const answer = await post('right', body)
    const { error } = (await answer.json()) as { error: { code: string; message: string } }
    return `${answer.status} ${error.code} ${error.message}`
  }
  assert.match(await told(`${JSON.stringify(look('ok'))}\n{"kind":`), /^400 malformed-evidence line 2: /)
  assert.match(await told(JSON.stringify([{ ...look('y'), ms: 'long' }])), /^400 .* item 1, ms: .*number/)
  assert.match(await told('{"kind":"tick","id":"t","at":1}'), /^400 .* item 1, kind/)
  assert.match(await told(JSON.stringify({ ...look('z'), vantagePoint: 'delhi-1' })), /^403 .*delhi-1/)
  assert.match(await told(' '.repeat(20_001)), /^413 batch-too-large/)
  assert.match(await told('[{]'), /^400 malformed-evidence the body/)
  assert.deepEqual(
    await store.evidence.byIds(['ok', 'y', 't', 'z']),
    [],
    'a batch is taken whole or not at all',
  )
})

test('a small body that unpacks to a large one is refused', async () => {
  const { gzipSync } = await import('node:zlib')
  const answer = await post('right', gzipSync(' '.repeat(1_000_000)), { 'content-encoding': 'gzip' })
  assert.equal(answer.status, 413)
})

test('who asks too often is told to wait', async () => {
  let answer = await post('hasty', '[]')
  for (let n = 0; n < 60 && answer.status === 200; n++) answer = await post('hasty', '[]')
  assert.equal(answer.status, 429)
  assert.equal(answer.headers.get('retry-after'), '10')
  assert.equal((await client('hasty').send([], signal)).outcome, 'unreachable', 'an agent tries again')
})

test('an observatory that is not there is unreachable, not an exception', async () => {
  const agent = vantageClient({ observatory: 'http://127.0.0.1:1', token: 'x', kinds: [] })
  assert.equal((await agent.send([], signal)).outcome, 'unreachable')
  assert.equal((await agent.catalogue(signal)).outcome, 'unreachable')
})

function post(token: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) {
  return fetch(new URL('api/v1/agent/evidence', url), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, ...headers },
    body,
  })
}

function look(id: string): Observation {
  return {
    kind: 'observation',
    id,
    at: 1,
    vantagePoint: 'kolkata-1',
    probe: 'tcp',
    target: 'tcp:a.example:1',
    attempt: 0,
    ms: 1,
    controls: { seen: 1, asked: 1 },
    steps: [],
    findings: [],
  }
}
