import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startPostServer, v1Post } from '../../test/posts/streams.ts'
import { systemClock } from '../base/clock.ts'
import { silentLog } from '../base/log.ts'
import { seededRandom } from '../base/random.ts'
import { readCatalogue } from './catalogue.ts'
import { postSource } from './post-source.ts'
import { openStore } from './wire.ts'

const { services } = await readCatalogue(['shipped'], silentLog)
let ids = 0
const shared = {
  services,
  clock: systemClock,
  random: seededRandom(1),
  newId: () => `p${ids++}`,
  log: silentLog,
}

it('what a stream says is in the record as counts, and nothing of the posts', async () => {
  const window = 10_000
  const begin = (Math.floor(systemClock.now() / window) - 3) * window
  const server = await startPostServer({
    socket(socket) {
      socket.send(v1Post(begin, 'first', 'good morning'))
      socket.send(v1Post(begin + 4_000, 'somebody', 'Instagram login not working for anyone?'))
      socket.send(v1Post(begin + 9_000, 'another', 'ইনস্টাগ্রাম ডাউন'))
      socket.send(v1Post(begin + 13_000, 'last', 'good night'))
    },
  })
  const folder = await mkdtemp(join(tmpdir(), 'prahari-posts-'))
  const stop = new AbortController()
  try {
    await using store = await openStore(folder)
    const source = postSource(
      { postStreams: [`ws://127.0.0.1:${server.port}/subscribe`], postTokens: undefined },
      shared,
    )
    const running = source(store.evidence)(stop.signal)
    for (let tries = 0; tries < 300 && (await store.evidence.lastSeq()) === 0; tries++) await sleep(20)
    stop.abort()
    await running
    const [record] = await store.evidence.after(0, 10)
    assert.ok(record?.evidence.kind === 'post_counts')
    const { from, to, stream, services: counted } = record.evidence
    assert.deepEqual(
      { from, to, stream, counted },
      {
        from: begin,
        to: begin + window,
        stream: 'bluesky',
        counted: { instagram: { counted: 2, languages: { en: 1, bn: 1 }, components: { login: 1 } } },
      },
    )
    assert.doesNotMatch(JSON.stringify(record), /somebody|anyone|did:plc/)
  } finally {
    stop.abort()
    await server.close()
    await rm(folder, { recursive: true })
  }
})

it('an address that is no stream, the same stream twice and a token without its host are told before the start', () => {
  const made = (postStreams: string[], postTokens?: string) => () =>
    postSource({ postStreams, postTokens }, shared)
  const jetstream = 'wss://one.example/subscribe'
  assert.throws(made(['https://example.org/feed']), { code: 'post-stream-unknown' })
  assert.throws(made(['nonsense']), { code: 'post-stream-unknown' })
  assert.throws(made([jetstream, 'wss://two.example/subscribe']), { code: 'post-stream-twice' })
  assert.throws(made([jetstream], 'secret'), (error: Error & { code: string }) => {
    assert.equal(error.code, 'post-token-malformed')
    assert.doesNotMatch(error.message, /secret/)
    return true
  })
})
