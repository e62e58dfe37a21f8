import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { answering } from '../../test/internet/http/answering.ts'

const Status = z.object({
  services: z.array(
    z.object({
      official: z.object({
        claims: z.string().nullable(),
        statements: z.array(z.object({ title: z.string(), text: z.string() })),
      }),
    }),
  ),
})

test('a running observatory tells on its site what a status page says', async () => {
  const at = new Date().toISOString()
  const update = { id: 'u1', body: 'Logins fail for some.', created_at: at }
  const incident = { id: 'i1', name: 'Login trouble', incident_updates: [update] }
  const summary = {
    page: { updated_at: at },
    status: { indicator: 'minor', description: 'Minor trouble' },
    incidents: [incident],
  }
  await using page = await answering((request, response) =>
    response.end(JSON.stringify(request.url?.endsWith('summary.json') ? summary : { incidents: [incident] })),
  )
  const folder = await mkdtemp(join(tmpdir(), 'prahari-said-'))
  await mkdir(join(folder, 'catalogue'))
  await writeFile(
    join(folder, 'catalogue', 'shop.yaml'),
    `service: shop
name: { en: Shop }
operator: Shop Ltd
category: shopping
timezone: Asia/Dhaka
homepage: ${page.url}
official:
  - { kind: statuspage, url: "${page.url}" }
components:
  website:
    name: { en: Website }
    look:
      - tcp: 127.0.0.1:${new URL(page.url).port}
`,
  )
  const data = join(folder, 'data')
  const settings = [
    '--catalogue',
    join(folder, 'catalogue'),
    '--data',
    data,
    '--port',
    '0',
    '--observe',
    'false',
  ]
  const serve = spawn(
    process.execPath,
    ['src/cli/prahari.ts', 'serve', ...settings, '--statement-hosts', '127.0.0.1'],
    { cwd: join(import.meta.dirname, '../..'), stdio: 'ignore' },
  )
  try {
    const until = Date.now() + 75_000
    for (;;) {
      const text = await readFile(join(data, 'site/current/api/v1/status.json'), 'utf8').catch(
        () => undefined,
      )
      const official = text === undefined ? undefined : Status.parse(JSON.parse(text)).services[0]?.official
      if (official !== undefined && official.statements.length === 2) {
        assert.equal(official.claims, 'degraded_performance')
        assert.deepEqual(official.statements.map(({ title, text }) => `${title} ${text}`.trim()).sort(), [
          'Login trouble Logins fail for some.',
          'Minor trouble',
        ])
        break
      }
      assert.ok(Date.now() < until, 'the site never told it')
      await sleep(200)
    }
  } finally {
    serve.kill()
    await new Promise(resolve => serve.once('exit', resolve))
    await rm(folder, { recursive: true, force: true })
  }
})
