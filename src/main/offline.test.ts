import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { z } from 'zod'

const mayUnshare = process.getuid?.() === 0 && existsSync('/usr/bin/unshare') && existsSync('/sbin/ip')
const Status = z.object({
  services: z.array(z.object({ status: z.string(), components: z.array(z.object({ status: z.string() })) })),
  incidents: z.array(z.unknown()),
})

test('with no network at all it says that we ourselves are offline, and calls nothing down', {
  skip: !mayUnshare && 'it takes root to have no network',
}, async () => {
  const data = await mkdtemp(join(tmpdir(), 'prahari-offline-'))
  const command = `ip link set lo up && exec node src/cli/prahari.ts serve --data ${data} --port 0`
  const root = join(import.meta.dirname, '../..')
  const serve = spawn('unshare', ['-n', 'sh', '-c', command], { cwd: root, stdio: 'ignore' })
  try {
    const read = (file: string) => readFile(join(data, 'site/current', file), 'utf8').catch(() => '')
    const until = Date.now() + 30_000
    while (!(await read('en/index.html')).includes('We ourselves are offline')) {
      assert.ok(Date.now() < until, 'the page never said so')
      await new Promise(resolve => setTimeout(resolve, 200))
    }
    assert.match(await read('bn/index.html'), /আমরাই বিচ্ছিন্ন/)
    const { services, incidents } = Status.parse(JSON.parse(await read('api/v1/status.json')))
    assert.ok(services.length > 20)
    const said = new Set(
      services.flatMap(({ status, components }) => [status, ...components.map(each => each.status)]),
    )
    assert.deepEqual([...said], ['unknown'])
    assert.deepEqual(incidents, [])
  } finally {
    serve.kill()
    await new Promise(resolve => serve.once('exit', resolve))
    await rm(data, { recursive: true, force: true })
  }
})
