import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { answering } from '../../test/internet/http/answering.ts'

const Statements = z.object({
  statements: z.array(z.object({ title: z.string(), text: z.string(), claims: z.string().nullable() })),
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
    const file = join(data, 'site/current/api/v1/services/shop/statements.json')
    const until = Date.now() + 60_000
    for (;;) {
      const text = await readFile(file, 'utf8').catch(() => '{"statements":[]}')
      const { statements } = Statements.parse(JSON.parse(text))
      if (statements.length === 2) {
        const told = statements.map(({ title, text, claims }) => `${title} ${text} ${claims}`).sort()
        assert.deepEqual(told, [
          'Login trouble Logins fail for some. null',
          'Minor trouble  degraded_performance',
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
