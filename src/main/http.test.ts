import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { after, test } from 'node:test'
import { Hono } from 'hono'
import { ErrorBody } from '../model/refusal.ts'
import { listen } from './http.ts'

const app = new Hono()
app.get('/', context => context.text('the site'))
const served = await listen(app, '127.0.0.1', 0, (request, response) => {
  if (request.url !== '/first') return false
  response.end('the first')
  return true
})
after(() => served[Symbol.asyncDispose]())

test('the first handler is asked first, and the site has the rest', async () => {
  assert.equal(await (await fetch(`${served.url}first`)).text(), 'the first')
  assert.equal(await (await fetch(served.url)).text(), 'the site')
})

test('what is no HTTP that we take is refused in the words of every refusal', async () => {
  const cases: [string, number, string][] = [
    ['what\r\n\r\n', 400, 'malformed-request'],
    ['GET / HTTP/1.1\r\n\r\n', 400, 'no-host'],
    ['CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n', 405, 'method-not-allowed'],
    ['GET / HTTP/1.1\r\nHost: a\r\nExpect: a miracle\r\n\r\n', 417, 'unknown-expectation'],
    [`GET / HTTP/1.1\r\nHost: a\r\n${'X: 0123456789\r\n'.repeat(2000)}\r\n`, 431, 'headers-too-large'],
  ]
  for (const [request, status, code] of cases) {
    const answer = await raw(request)
    assert.equal(answer.status, status, code)
    assert.equal(ErrorBody.parse(JSON.parse(answer.body)).error.code, code)
  }
})

test('whoever sends a header by the byte is not waited for', { timeout: 40_000 }, async () => {
  const answer = await raw('GET / HTTP/1.1\r\nHost: a\r\n')
  assert.equal(answer.status, 408)
  assert.equal(ErrorBody.parse(JSON.parse(answer.body)).error.code, 'too-slow')
})

/** Sends bytes and reads until the server ends the connection. */
async function raw(request: string): Promise<{ status: number; body: string }> {
  const socket = connect(Number(new URL(served.url).port), '127.0.0.1')
  let text = ''
  socket.on('data', chunk => {
    text += chunk
  })
  socket.write(request)
  await once(socket, 'end')
  socket.destroy()
  const [head = '', body = ''] = text.split('\r\n\r\n')
  const [, chunk] = /^[0-9a-f]+\r\n(.*)\r\n0$/s.exec(body) ?? []
  return { status: Number(head.slice(9, 12)), body: chunk ?? body }
}
