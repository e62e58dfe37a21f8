import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { answering } from '../../../test/internet/http/answering.ts'
import { systemClock } from '../../base/clock.ts'
import { createAsker } from './asker.ts'
import type { Ask } from './reader.ts'

const { signal } = new AbortController()
const asker = () =>
  createAsker({
    resolve: async () => ({ addresses: ['127.0.0.1'] }),
    privateHosts: new Set(['127.0.0.1']),
    secrets: { x: 'hush' },
    clock: systemClock,
  })
const asking = (url: string, more: Partial<Ask> = {}): Ask => ({ url, form: 'json', ...more })

describe('asking an official source', () => {
  it('holds no long answer, and has it sent again only where it is wanted whole', async () => {
    const long = 'x'.repeat(1_200_000)
    await using server = await answering((request, response) => {
      if (request.headers['if-none-match'] === '"1"') return response.writeHead(304).end()
      return response.writeHead(200, { etag: '"1"' }).end(long)
    })
    const { ask } = asker()
    const wanted = asking(server.url, { most: 2_000_000 })
    assert.deepEqual(await ask(wanted, false, signal), { text: long, changed: true })
    assert.deepEqual(await ask(wanted, false, signal), { text: '', changed: false })
    assert.deepEqual(await ask(wanted, true, signal), { text: long, changed: true })
  })

  it('asks not again for what was got under the same mark, until it is in doubt', async () => {
    await using server = await answering((_, response) => response.end('{}'))
    const { ask, forget } = asker()
    const marked = asking(server.url, { mark: 'a' })
    await ask(marked, false, signal)
    assert.deepEqual(await ask(marked, false, signal), { text: '{}', changed: false })
    assert.equal(server.requests.length, 1)
    await ask({ ...marked, mark: 'b' }, false, signal)
    assert.equal(server.requests.length, 2)
    forget({ ...marked, mark: 'b' })
    await ask({ ...marked, mark: 'b' }, false, signal)
    assert.equal(server.requests.length, 3)
  })

  it('reads how long to leave a source alone: seconds, a date, a while where it only turns us away; an hour at most', async () => {
    let [status, headers]: [number, Record<string, string>] = [503, {}]
    await using server = await answering((_, response) => response.writeHead(status, headers).end())
    const retry = async (code: number, written?: string) => {
      ;[status, headers] = [code, written === undefined ? {} : { 'retry-after': written }]
      const answer = await asker().ask(asking(server.url), false, signal)
      assert.ok('because' in answer && answer.because === `status_${code}` && answer.answered)
      return answer.retryAfter
    }
    assert.equal(await retry(503, '120'), 120_000)
    assert.equal(await retry(503, '999999'), 3_600_000)
    const inOneMinute = (await retry(429, new Date(Date.now() + 60_000).toUTCString())) ?? 0
    assert.ok(inOneMinute > 55_000 && inOneMinute <= 60_000)
    assert.equal(await retry(403), 300_000)
    assert.equal(await retry(500, 'later'), undefined)
  })

  it('sends a secret where one belongs, and reads the letters as they were meant', async () => {
    await using server = await answering((request, response) => {
      const type =
        request.headers.authorization === 'Bearer hush' ? 'text/plain; charset=iso-8859-1' : 'text/xml'
      response.setHeader('content-type', type)
      const declared = '<?xml version="1.0" encoding="iso-8859-1"?><t>caf\u00e9</t>'
      response.end(Buffer.from(type === 'text/xml' ? declared : 'caf\u00e9', 'latin1'))
    })
    const { ask } = asker()
    const answer = await ask(asking(server.url, { secret: 'x' }), false, signal)
    assert.ok('text' in answer && answer.text === 'café')
    const feed = await ask(asking(`${server.url}feed`, { form: 'feed' }), false, signal)
    assert.ok('text' in feed && feed.text.endsWith('<t>café</t>'))
  })

  it('takes no page for people for data, whatever type it calls itself', async () => {
    let [type, body] = ['application/json', '\n<!-- hello --> <!DOCTYPE html><title>Log in</title>']
    await using server = await answering((_, response) => response.setHeader('content-type', type).end(body))
    const because = async () => {
      const answer = await asker().ask(asking(server.url), false, signal)
      return 'because' in answer ? answer.because : 'read'
    }
    assert.equal(await because(), 'wrong_type')
    ;[type, body] = ['text/html', '{"a":1}']
    assert.equal(await because(), 'read')
  })
})
