import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  mastodonPost,
  type PostServer,
  type PostServerOptions,
  startPostServer,
  v1Post,
  v2Post,
} from '../../../test/posts/streams.ts'
import type { Clock } from '../../base/clock.ts'
import type { Log } from '../../base/log.ts'
import { seededRandom } from '../../base/random.ts'
import type { PostCounts } from '../../model/heard.ts'
import { bluesky } from './bluesky/bluesky.ts'
import { createClassifier } from './classify/classify.ts'
import { languages } from './classify/languages/index.ts'
import { postCounter } from './count.ts'
import { type HearOptions, hearStream } from './hear.ts'
import { mastodon } from './mastodon/mastodon.ts'
import type { StreamKind } from './stream-kind.ts'

const start = 1_800_000_000_000
const second = 1_000
const services = [{ id: 'facebook', names: { en: 'Facebook' }, category: 'social', components: [] }]
const classify = createClassifier(services, languages)

interface Heard {
  readonly server: PostServer
  readonly counts: PostCounts[]
  readonly warned: Record<string, unknown>[]
  /** The wall clock, which a test moves by hand; waits take at most 20 ms. */
  readonly time: { now: number }
  until(what: () => boolean): Promise<void>
}

let stop = async () => {}
afterEach(() => stop())

/** Listens to a server of the test's own. */
async function hear(
  kind: StreamKind,
  path: string,
  serve: PostServerOptions,
  more: Pick<HearOptions, 'token' | 'mostPerSecond'> = {},
): Promise<Heard> {
  const server = await startPostServer(serve)
  const ended = new AbortController()
  const time = { now: start + 3_600 * second }
  const clock: Clock = {
    now: () => time.now,
    monotonic: () => performance.now(),
    sleep: (ms, signal) => sleep(Math.min(ms, 20), undefined, signal && { signal }).catch(() => {}),
  }
  const counts: PostCounts[] = []
  const warned: Record<string, unknown>[] = []
  const log: Log = {
    info: () => {},
    warn: (message, fields) => warned.push({ message, ...fields }),
    error: () => {},
  }
  let ids = 0
  const scheme = kind.kind === 'mastodon' ? 'http' : 'ws'
  const hearing = hearStream({
    url: new URL(`${scheme}://127.0.0.1:${server.port}${path}`),
    kind,
    ...more,
    counter: postCounter(classify, () => 'key'),
    clock,
    random: seededRandom(1),
    newId: () => `c${ids++}`,
    emit: evidence => counts.push(evidence as PostCounts),
    signal: ended.signal,
    log,
  })
  stop = async () => {
    ended.abort()
    await hearing
    await server.close()
  }
  const until = async (what: () => boolean) => {
    for (let tries = 0; tries < 500 && !what(); tries++) await sleep(10)
    assert.ok(what(), 'it did not come about within five seconds')
  }
  return { server, counts, warned, time, until }
}

function counted(counts: readonly PostCounts[]): [number, number][] {
  return counts.map(({ from, services }) => [(from - start) / second, services['facebook']?.counted ?? 0])
}

const query = ({ url = '' }: { url?: string | undefined }) => new URL(url, 'ws://here').searchParams

describe('Jetstream, version 1', () => {
  it('gives a record for each whole window, also for one in which nothing was said', async () => {
    const { server, counts, until } = await hear(bluesky, '/subscribe', {
      socket(socket) {
        socket.send(v1Post(start - 2 * second, 'z', 'facebook is down'))
        socket.send(v1Post(start + 1 * second, 'a', 'Facebook is down'))
        socket.send(v1Post(start + 2 * second, 'b', 'facebook not working??'))
        socket.send(v1Post(start + 3 * second, 'b', 'facebook still not working'))
        socket.send(v1Post(start + 4 * second, 'c', 'what a lovely morning'))
        socket.send(v1Post(start + 12 * second, 'd', 'hello'))
        socket.send(v1Post(start + 21 * second, 'e', 'is facebook down'))
        socket.send(v1Post(start + 30 * second, 'f', 'hello'))
      },
    })
    await until(() => counts.length === 3)
    assert.deepEqual(counted(counts), [
      [0, 2],
      [10, 0],
      [20, 1],
    ])
    assert.equal(counts[0]?.stream, 'bluesky')
    assert.equal(query(server.asked[0] ?? {}).get('wantedCollections'), 'app.bsky.feed.post')
    assert.equal(query(server.asked[0] ?? {}).get('cursor'), null)
  })

  it('passes over what it cannot read, and what is no new post', async () => {
    const post = JSON.parse(v1Post(start + second, 'a', 'facebook is down'))
    const { counts, until } = await hear(bluesky, '/subscribe', {
      socket(socket) {
        socket.send(v1Post(start, 'z', 'hello'))
        for (const text of ['', 'no JSON', '[]', 'null', '{"did":7}', `{"time_us":-1}`, '{'.repeat(10_000)])
          socket.send(text)
        socket.send(Buffer.from([1, 2, 3]))
        socket.send(JSON.stringify({ ...post, commit: { ...post.commit, operation: 'update' } }))
        socket.send(JSON.stringify({ ...post, commit: { ...post.commit, collection: 'app.bsky.feed.like' } }))
        socket.send(JSON.stringify({ ...post, commit: { ...post.commit, record: { text: 7 } } }))
        socket.send(JSON.stringify({ ...post, commit: { ...post.commit, record: undefined } }))
        socket.send(
          JSON.stringify({ did: 'did:plc:a', time_us: (start + 2 * second) * 1000, kind: 'identity' }),
        )
        socket.send(v1Post(start + 10 * second, 'y', 'hello'))
      },
    })
    await until(() => counts.length === 1)
    assert.deepEqual(counted(counts), [[0, 0]])
  })

  it('goes on from where it was after a break, so that no window is missing', async () => {
    const { server, counts, time, until } = await hear(bluesky, '/subscribe', {
      socket(socket, _, before) {
        if (before === 0) {
          socket.send(v1Post(start, 'a', 'hello'))
          socket.send(v1Post(start + 4 * second, 'b', 'facebook is down'))
          setTimeout(() => socket.terminate(), 50)
        } else {
          socket.send(v1Post(start + 4 * second, 'b', 'facebook is down'))
          socket.send(v1Post(start + 8 * second, 'c', 'facebook is down'))
          socket.send(v1Post(start + 14 * second, 'd', 'facebook is down'))
          socket.send(v1Post(start + 20 * second, 'e', 'hello'))
        }
      },
    })
    time.now = start + 30 * second
    await until(() => counts.length === 2)
    assert.deepEqual(counted(counts), [
      [0, 2],
      [10, 1],
    ])
    assert.equal(query(server.asked[1] ?? {}).get('cursor'), String((start + 4 * second) * 1000))
  })

  it('has no counts of what the server no longer has after a break', async () => {
    const { counts, time, until } = await hear(bluesky, '/subscribe', {
      socket(socket, _, before) {
        const begin = before === 0 ? start : start + 65 * second
        for (const passed of [0, 5, 10, 15])
          socket.send(v1Post(begin + passed * second, 'a', 'facebook is down'))
        setTimeout(() => socket.terminate(), 50)
      },
    })
    time.now = start + 100 * second
    await until(() => counts.length === 2)
    assert.deepEqual(counted(counts), [
      [0, 1],
      [70, 0],
    ])
  })

  it('has no counts of a window in which more came than is read, and tells how much', async () => {
    const serve: PostServerOptions = {
      socket(socket) {
        socket.send(v1Post(start, 'a', 'hello'))
        for (let n = 0; n < 100; n++) socket.send(v1Post(start + 5 * second, 'b', 'hello'))
        const after = setInterval(() => {
          for (const passed of [12, 20, 30]) socket.send(v1Post(start + passed * second, 'c', 'hello'))
        }, 1_100)
        socket.on('close', () => clearInterval(after))
      },
    }
    const { counts, warned, until } = await hear(bluesky, '/subscribe', serve, { mostPerSecond: 10 })
    await until(() => counts.some(({ from }) => from === start + 20 * second))
    assert.deepEqual(counted(counts), [[20, 0]])
    assert.ok(warned.some(({ dropped }) => typeof dropped === 'number' && dropped > 0))
  })

  it('takes a stream that has fallen silent for lost, and asks anew', async () => {
    const { server, until } = await hear({ ...bluesky, silentAfter: 100 }, '/subscribe', {
      socket: socket => socket.send(v1Post(start, 'a', 'hello')),
    })
    await until(() => server.asked.length >= 2)
  })
})

describe('Jetstream, version 2', () => {
  const path = '/xrpc/network.bsky.jetstream.subscribeEvents'

  it('asks for posts by their kind, and goes on from where it was', async () => {
    const { server, counts, warned, time, until } = await hear(bluesky, path, {
      socket(socket, _, before) {
        if (before === 0) {
          socket.send(v2Post(start, 41, 'a', 'hello'))
          socket.send(v2Post(start + 5 * second, 42, 'b', 'facebook is down'))
          socket.send(JSON.stringify({ $type: 'error', error: 'ConsumerTooSlow', message: 'too slow' }))
          setTimeout(() => socket.close(), 20)
        } else {
          socket.send(v2Post(start + 11 * second, 57, 'c', 'hello'))
        }
      },
    })
    time.now = start + 20 * second
    await until(() => counts.length === 1)
    assert.deepEqual(counted(counts), [[0, 1]])
    const [first, next] = server.asked.map(query)
    assert.deepEqual([first?.get('kinds'), first?.get('collections')], ['commit', 'app.bsky.feed.post'])
    assert.equal(next?.get('cursor'), String((start + 5 * second) * 1000))
    assert.ok(warned.some(({ says }) => says === 'too slow'))
  })

  it('begins anew where its place is refused or outdated', async () => {
    const { server, counts, time, until } = await hear(bluesky, path, {
      refuse: request => (query(request).has('cursor') ? 400 : undefined),
      socket(socket, _, before) {
        const begin = before === 0 ? start : start + 150 * second
        if (before > 0)
          socket.send(
            JSON.stringify({
              $type: 'message',
              payload: { $type: 'network.bsky.jetstream.subscribeEvents#info', name: 'OutdatedCursor' },
            }),
          )
        for (const passed of [0, 4, 10])
          socket.send(v2Post(begin + passed * second, 40 + passed, 'a', 'hello'))
        if (before === 0) setTimeout(() => socket.terminate(), 20)
      },
    })
    time.now = start + 15 * second
    await until(() => server.asked.length === 3)
    time.now = start + 200 * second
    await until(() => counts.length === 2)
    assert.deepEqual(counted(counts), [
      [0, 0],
      [150, 0],
    ])
    const [first, ...later] = server.asked.map(request => query(request).has('cursor'))
    assert.deepEqual([first, later.at(0), later.at(-1)], [false, true, false])
  })
})

describe('Mastodon', () => {
  const path = '/api/v1/streaming/public'
  const begin = (response: import('node:http').ServerResponse) =>
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':)\n\n')

  it('counts what people write, and knows by its heartbeats that nothing else was said', async () => {
    let say = (_: string) => {}
    const { server, counts, time, until } = await hear(
      mastodon,
      path,
      {
        plain(_, response) {
          begin(response)
          say = text => response.write(text)
        },
      },
      { token: 'secret' },
    )
    time.now = start
    await until(() => server.asked.length === 1)
    await sleep(50)
    say(mastodonPost('a', '<p>Facebook is <b>down</b></p>'))
    say(mastodonPost('b', '<p>#<span>facebookdown</span></p>'))
    say(mastodonPost('c', '<p>Facebook is down</p>', { account: { acct: 'c', bot: true } }))
    say(mastodonPost('d', '<p>Facebook is down</p>', { reblog: { id: '2' } }))
    say(mastodonPost('e', '<p>Facebook is down</p>').replace('update', 'status.update'))
    say('event: delete\ndata: 17\n\nevent: update\ndata: {"content":1}\n\nevent: update\ndata: nonsense\n\n')
    await sleep(50)
    for (const passed of [15, 30]) {
      time.now = start + passed * second
      say(':thump\n\n')
      await sleep(50)
    }
    await until(() => counts.length === 3)
    assert.deepEqual(counted(counts), [
      [0, 2],
      [10, 0],
      [20, 0],
    ])
    assert.equal(counts[0]?.stream, `mastodon:127.0.0.1:${server.port}`)
    assert.equal(server.asked[0]?.headers.authorization, 'Bearer secret')
  })

  it('has no counts of a time in which it was away', async () => {
    let say = (_: string) => {}
    let hangUp = () => {}
    const { counts, time, until, server } = await hear(mastodon, path, {
      plain(_, response) {
        begin(response)
        say = text => response.write(text)
        hangUp = () => response.destroy()
      },
    })
    time.now = start
    await until(() => server.asked.length === 1)
    await sleep(50)
    time.now = start + 12 * second
    say(':thump\n\n')
    await until(() => counts.length === 1)
    time.now = start + 23 * second
    hangUp()
    await until(() => server.asked.length === 2)
    await sleep(50)
    time.now = start + 41 * second
    say(':thump\n\n')
    await until(() => counts.length === 2)
    assert.deepEqual(counted(counts), [
      [0, 0],
      [30, 0],
    ])
  })

  it('tells a refusal with its status, and that it heard nothing', async () => {
    const { counts, warned, until } = await hear(mastodon, path, {
      plain: (_, response) => response.writeHead(401).end('{"error":"no token"}'),
    })
    await until(() => warned.some(({ status }) => status === 401))
    assert.equal(counts.length, 0)
  })
})
