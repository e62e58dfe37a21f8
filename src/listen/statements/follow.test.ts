import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Answering, answering } from '../../../test/internet/http/answering.ts'
import { systemClock } from '../../base/clock.ts'
import { idMaker } from '../../base/id.ts'
import { lineLog } from '../../base/log.ts'
import { seededRandom } from '../../base/random.ts'
import type { Statement, StatementSource } from '../../model/heard.ts'
import type { Catalogue, OfficialSource } from '../../model/service.ts'
import { openSqlite } from '../../store/sqlite.ts'
import type { Store } from '../../store/store.ts'
import { type FollowOptions, followStatements } from './follow.ts'

const day = 86_400_000
const now = Date.now()

/** One look at the record, and at what was logged. */
interface Heard {
  readonly statements: Statement[]
  readonly sources: StatementSource[]
}

/** A follower of some services' sources, on a record of its own. */
async function following(
  t: TestContext,
  official: Record<string, OfficialSource[]>,
  more: Partial<FollowOptions> = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'prahari-statements-'))
  const store: Store = await openSqlite(folder)
  const lines: string[] = []
  let stop = new AbortController()
  let running: Promise<void> = Promise.resolve()
  const services = Object.entries(official).map(([id, sources]) => ({ id, official: sources }))
  const start = () => {
    stop = new AbortController()
    running = followStatements({
      catalogue: { services } as unknown as Catalogue,
      evidence: store.evidence,
      troubled: () => new Set(),
      secrets: {},
      resolve: async () => ({ addresses: ['127.0.0.1'] }),
      privateHosts: new Set(['127.0.0.1', 'localhost', 'status.example']),
      pace: { usual: 40, troubled: 20 },
      clock: systemClock,
      random: seededRandom(1),
      newId: idMaker(systemClock, Math.random),
      log: lineLog(systemClock, line => lines.push(line)),
      signal: stop.signal,
      ...more,
    })
  }
  const end = async () => {
    stop.abort()
    await running
  }
  start()
  t.after(async () => {
    await end()
    await store[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })
  const read = async (): Promise<Heard> => ({
    statements: (await store.evidence.heardSince('statement', 0)).map(each => each.evidence as Statement),
    sources: (await store.evidence.heardSince('statement_source', 0)).map(
      each => each.evidence as StatementSource,
    ),
  })
  const until = async (holds: (heard: Heard) => boolean) => {
    const deadline = Date.now() + 5_000
    for (;;) {
      const heard = await read()
      if (holds(heard)) return heard
      assert.ok(Date.now() < deadline, JSON.stringify(heard, null, 1))
      await sleep(10)
    }
  }
  return { read, until, end, start, lines }
}

const item = (id: string, title: string, at = now - 60_000) => ({
  id,
  title,
  date_published: new Date(at).toISOString(),
})
const feedOf = (...items: object[]) =>
  JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'Status', items })

/** Some rounds of a source more. */
async function rounds({ requests }: Answering, count = 3): Promise<void> {
  const from = requests.length
  while (requests.length < from + count) await sleep(10)
}

describe('following what operators say', () => {
  it('tells what is new and what is corrected once, oldest first, and neither again after a restart', async t => {
    let body = feedOf(item('2', 'Found it', now - 1_000), item('1', 'Looking', now - 9_000))
    await using server = await answering((_, response) => response.end(body))
    const { until, end, start, read } = await following(t, { a: [{ kind: 'feed', url: server.url }] })
    await until(({ statements, sources }) => statements.length === 2 && sources.length === 1)
    await rounds(server)
    body = feedOf(
      item('3', 'Over', now),
      item('2', 'Found it: a queue', now - 1_000),
      item('1', 'Looking', now - 9_000),
    )
    await until(({ statements }) => statements.length === 4)
    await end()
    start()
    await rounds(server)
    const { statements, sources } = await read()
    assert.deepEqual(
      statements.map(({ title, ref }) => `${ref} ${title}`),
      ['1 Looking', '2 Found it', '2 Found it: a queue', '3 Over'],
    )
    assert.deepEqual(
      sources.map(({ state }) => state),
      ['heard'],
    )
  })

  it('takes in the last days only when it first hears of a source', async t => {
    const items = [item('old', 'Long ago', now - 30 * day), item('new', 'Lately', now - 3 * day)]
    await using server = await answering((_, response) => response.end(feedOf(...items)))
    const { until } = await following(t, { a: [{ kind: 'feed', url: server.url }] })
    const { statements } = await until(({ statements }) => statements.length > 0)
    assert.deepEqual(
      statements.map(({ ref }) => ref),
      ['new'],
    )
  })

  it('tells what is said of the whole when it changes, though the words come again', async t => {
    let indicator = 'none'
    let changed = now - 40 * day
    await using server = await answering((request, response) => {
      const page = { updated_at: new Date(changed).toISOString() }
      const status = { indicator, description: indicator === 'none' ? 'All fine' : 'An outage' }
      response.end(JSON.stringify(request.url?.includes('summary') ? { page, status } : { incidents: [] }))
    })
    const { until } = await following(t, { a: [{ kind: 'statuspage', url: server.url }] })
    await until(({ statements }) => statements.length === 1)
    changed = now - 3_000
    await rounds(server)
    ;[indicator, changed] = ['critical', now - 2_000]
    await until(({ statements }) => statements.length === 2)
    ;[indicator, changed] = ['none', now - 1_000]
    const { statements } = await until(heard => heard.statements.length === 3)
    assert.deepEqual(
      statements.map(({ claims, at }) => [claims, at]),
      [
        ['operational', now - 40 * day],
        ['major_outage', now - 2_000],
        ['operational', now - 1_000],
      ],
    )
  })

  it('asks with what it knows, and takes 304 for nothing new', async t => {
    await using server = await answering((request, response) => {
      if (request.headers['if-none-match'] === '"7"') return response.writeHead(304).end()
      return response
        .writeHead(200, { etag: '"7"', 'last-modified': 'Tue, 05 Mar 2024 10:00:00 GMT' })
        .end(feedOf(item('1', 'Once')))
    })
    const { until, read } = await following(t, { a: [{ kind: 'feed', url: server.url }] })
    await until(({ statements }) => statements.length === 1)
    await rounds(server)
    assert.equal(server.requests.at(-1)?.headers['if-modified-since'], 'Tue, 05 Mar 2024 10:00:00 GMT')
    assert.deepEqual(
      (await read()).sources.map(({ state }) => state),
      ['heard'],
    )
  })

  it('tells that a source is lost after some failures in a row, since when and why, and when it is back', async t => {
    await using server = await answering((_, response) => response.end(feedOf()))
    const { until, lines } = await following(t, { a: [{ kind: 'feed', url: server.url }] })
    await until(({ sources }) => sources.length === 1)
    const before = Date.now()
    await server.stop()
    const lost = (await until(({ sources }) => sources.length === 2)).sources[1]
    assert.deepEqual([lost?.state, lost?.because], ['lost', 'connection_refused'])
    assert.ok(lost !== undefined && lost.at >= before - 100 && lost.at < Date.now())
    await server.start()
    assert.equal((await until(({ sources }) => sources.length === 3)).sources[2]?.state, 'heard')
    assert.match(
      lines.join(''),
      /warn an official source cannot be read service=a .*because=connection_refused/,
    )
  })

  it('tells one failure, or two, to nobody', async t => {
    let failures = 2
    await using server = await answering((_, response) => {
      response.statusCode = failures-- > 0 ? 500 : 200
      response.end(feedOf(item('1', 'Late')))
    })
    const { until } = await following(t, { a: [{ kind: 'feed', url: server.url }] })
    const { sources } = await until(({ statements }) => statements.length === 1)
    assert.ok(sources.every(({ state }) => state === 'heard'))
  })

  it('calls no source lost when nobody answers: that is our own line', async t => {
    await using one = await answering((_, response) => response.end(feedOf()))
    await using other = await answering((_, response) => response.end(feedOf()))
    const { until, read } = await following(t, {
      a: [{ kind: 'feed', url: one.url }],
      b: [{ kind: 'feed', url: other.url.replace('127.0.0.1', 'localhost') }],
    })
    await until(({ sources }) => sources.length === 2)
    await Promise.all([one.stop(), other.stop()])
    await sleep(500)
    assert.equal((await read()).sources.length, 2)
    await one.start()
    const { sources } = await until(heard => heard.sources.length === 3)
    assert.deepEqual([sources[2]?.service, sources[2]?.state], ['b', 'lost'])
  })

  for (const [what, because, answer] of [
    [
      'HTML in the place of JSON',
      'wrong_type',
      { type: 'text/html', text: '<!doctype html><title>Log in</title>' },
    ],
    ['broken JSON', 'malformed', { type: 'application/json', text: '{"version":' }],
    ['a picture', 'wrong_type', { type: 'image/png', text: 'PNG' }],
    ['more than a megabyte', 'http_body_too_long', { type: 'application/json', text: 'x'.repeat(1_000_001) }],
  ] as const) {
    it(`tells ${what} as ${because}`, async t => {
      await using server = await answering((_, response) =>
        response.setHeader('content-type', answer.type).end(answer.text),
      )
      const { until } = await following(t, { a: [{ kind: 'feed', url: server.url }] })
      const { sources } = await until(heard => heard.sources.length === 1)
      assert.deepEqual([sources[0]?.state, sources[0]?.because], ['lost', because])
    })
  }

  it('leaves a source alone for as long as it asks', async t => {
    await using server = await answering((_, response) =>
      response.writeHead(429, { 'retry-after': '60' }).end(),
    )
    await following(t, { a: [{ kind: 'feed', url: server.url }] })
    await rounds(server, 1)
    await sleep(400)
    assert.equal(server.requests.length, 1)
  })

  it('asks more often while the service is in trouble', async t => {
    const troubled = new Set<string>()
    await using server = await answering((_, response) => response.end(feedOf()))
    const pace = { usual: 3_600_000, troubled: 40 }
    const { until } = await following(
      t,
      { a: [{ kind: 'feed', url: server.url }] },
      { pace, troubled: () => troubled },
    )
    await until(({ sources }) => sources.length === 1)
    await sleep(200)
    assert.equal(server.requests.length, 1)
    troubled.add('a')
    await rounds(server)
  })

  it('asks once a round for all services that a page speaks for', async t => {
    const components = [
      { id: 'c1', name: 'Mail', status: 'operational' },
      { id: 'c2', name: 'Search', status: 'major_outage' },
    ]
    const summary = { page: {}, status: { indicator: 'major', description: 'An outage' }, components }
    await using server = await answering((request, response) =>
      response.end(JSON.stringify(request.url?.includes('summary') ? summary : { incidents: [] })),
    )
    const of = (name: string) => [{ kind: 'statuspage', url: server.url, spec: { components: [name] } }]
    const pace = { usual: 3_600_000, troubled: 20 }
    const { until } = await following(t, { mail: of('Mail'), search: of('Search') }, { pace })
    const { statements } = await until(heard => heard.statements.length === 2)
    assert.deepEqual(statements.map(({ service, claims }) => `${service} ${claims}`).sort(), [
      'mail operational',
      'search major_outage',
    ])
    assert.equal(server.requests.length, 2)
  })

  it('looks an account up again when its posts are no longer there', async t => {
    let id = '1'
    await using server = await answering((request, response) => {
      if (request.url?.includes('lookup')) return response.end(JSON.stringify({ id }))
      if (!request.url?.includes(`/${id}/`)) return response.writeHead(404).end()
      const at = new Date().toISOString()
      return response.end(JSON.stringify([{ id, created_at: at, content: `<p>${id}</p>` }]))
    })
    const { until } = await following(t, { a: [{ kind: 'mastodon', url: `${server.url}@status` }] })
    await until(({ statements }) => statements.length === 1)
    await rounds(server, 4)
    assert.equal(server.requests.filter(({ url }) => url?.includes('lookup')).length, 1)
    id = '2'
    await until(({ statements }) => statements.length === 2)
  })

  it('asks no private address that nobody allowed', async t => {
    await using server = await answering((_, response) => response.end(feedOf(item('1', 'secret'))))
    const { until } = await following(
      t,
      { a: [{ kind: 'feed', url: server.url }] },
      { privateHosts: new Set() },
    )
    const { sources, statements } = await until(heard => heard.sources.length === 1)
    assert.deepEqual(
      [sources[0]?.because, statements.length, server.requests.length],
      ['private_address', 0, 0],
    )
  })

  it('never writes a token to the log', async t => {
    const { lines } = await following(
      t,
      { a: [{ kind: 'x', url: 'https://x.com/a' }] },
      {
        secrets: { x: 'hush-hush' },
        resolve: async () => ({ addresses: [], failure: 'dns_servfail_error' }),
      },
    )
    await sleep(200)
    assert.doesNotMatch(lines.join(''), /hush/)
  })
})
