import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, readlink, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { systemClock } from '../base/clock.ts'
import { createPublisher } from './publish.ts'
import { preferred, siteRoutes } from './routes.ts'

async function withFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'prahari-publish-'))
  try {
    await run(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const big = '<p>news</p>'.repeat(200)

test('a reader in the middle of a publication sees the old site or the new one, whole', () =>
  withFolder(async folder => {
    const publisher = createPublisher(folder, systemClock)
    await publisher.publish(
      new Map([
        ['a.html', '0'],
        ['b/c.html', '0'],
      ]),
    )
    let done = false
    const reading = (async () => {
      let reads = 0
      while (!done) {
        const root = join(folder, await readlink(join(folder, 'current')))
        const [a, b] = await Promise.all([readFile(join(root, 'a.html')), readFile(join(root, 'b/c.html'))])
        assert.equal(String(a), String(b))
        reads++
      }
      return reads
    })()
    for (let n = 1; n <= 30; n++) {
      await publisher.publish(
        new Map([
          ['a.html', `${n}`],
          ['b/c.html', `${n}`],
        ]),
      )
      await new Promise(resolve => setTimeout(resolve, 2))
    }
    done = true
    assert((await reading) > 10)
    assert.equal((await readdir(join(folder, 'editions'))).length, 2)
  }))

test('what did not change is the same file, and what is no longer there is gone', () =>
  withFolder(async folder => {
    const publisher = createPublisher(folder, systemClock)
    await publisher.publish(
      new Map([
        ['same.html', big],
        ['old.html', big],
      ]),
    )
    const before = await stat(join(folder, 'current/same.html'))
    const counts = await publisher.publish(
      new Map([
        ['same.html', big],
        ['new.html', big],
      ]),
    )
    assert.deepEqual(counts, { written: 1, kept: 1 })
    assert.equal((await stat(join(folder, 'current/same.html'))).ino, before.ino)
    assert.deepEqual((await readdir(join(folder, 'current'))).sort(), ['new.html', 'same.html'])
  }))

test('a restarted publisher goes on from what is there', () =>
  withFolder(async folder => {
    await createPublisher(folder, systemClock).publish(new Map([['a.html', '1']]))
    await createPublisher(folder, systemClock).publish(new Map([['a.html', '2']]))
    assert.equal(await readFile(join(folder, 'current/a.html'), 'utf8'), '2')
    assert.equal(await readlink(join(folder, 'current')), 'editions/00000002')
  }))

test('the folder is served with types, compression, conditions and a closed door', () =>
  withFolder(async folder => {
    await createPublisher(folder, systemClock).publish(
      new Map([
        ['en/index.html', big],
        ['api/v1/status.json', '{}'],
      ]),
    )
    const app = siteRoutes({ folder, languages: ['en', 'bn'] })
    const plain = await app.request('/en/')
    assert.equal(await plain.text(), big)
    assert.equal(plain.headers.get('content-type'), 'text/html; charset=utf-8')
    assert.match(plain.headers.get('content-security-policy') ?? '', /^default-src 'self'/)
    assert.equal(plain.headers.get('x-content-type-options'), 'nosniff')
    const packed = await app.request('/en/', { headers: { 'Accept-Encoding': 'gzip, br' } })
    assert.equal(packed.headers.get('content-encoding'), 'br')
    const etag = packed.headers.get('etag') ?? ''
    const again = await app.request('/en/', { headers: { 'Accept-Encoding': 'br', 'If-None-Match': etag } })
    assert.equal(again.status, 304)
    assert.equal((await app.request('/en')).headers.get('location'), '/en/')
    assert.equal((await app.request('/api/v1/status.json')).headers.get('access-control-allow-origin'), '*')
    for (const path of [
      '/..%2f..%2fcurrent',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/en/%00',
      '/%',
      '/none',
      '/en/index.html.br',
    ]) {
      assert.equal((await app.request(path)).status, 404, path)
    }
  }))

test('the root leads on by Accept-Language, weights and regions included', async () => {
  assert.equal(preferred('fr, bn-BD;q=0.8, en;q=0.5', ['en', 'bn']), 'bn')
  assert.equal(preferred(undefined, ['en', 'bn']), 'en')
  assert.equal(preferred('bn;q=0, fr', ['en', 'bn']), 'en')
  const app = siteRoutes({ folder: '/nowhere', languages: ['en', 'bn'] })
  const answer = await app.request('/', { headers: { 'Accept-Language': 'bn' } })
  assert.equal(answer.headers.get('location'), '/bn/')
  assert.equal(answer.headers.get('vary'), 'Accept-Language')
})
