import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it } from 'node:test'
import { lookThrough } from './looking-glass.ts'

/** A looking glass that gives this answer; the path that was asked for comes with the result. */
async function lookedThrough(status: number, body: string) {
  let asked = ''
  const server = createServer((request, response) => {
    asked = request.url ?? ''
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const glimpse = await lookThrough('129.134.30.12', { base, signal: AbortSignal.timeout(2000) })
  server.close()
  return { glimpse, asked }
}

const route = (prefix: string, as_path: string, asn_origin: string | number) => ({
  prefix,
  as_path,
  asn_origin,
  peer: '192.0.2.1',
})
const answer = (...peers: object[]) =>
  JSON.stringify({ status: 'ok', data: { rrcs: [{ rrc: 'RRC00', location: 'Amsterdam', peers }] } })

describe('a look through a looking glass', () => {
  it('gives the most specific prefix, who has it, its origins and a short path', async () => {
    const { glimpse, asked } = await lookedThrough(
      200,
      answer(
        route('129.134.0.0/17', '3333 32934', '32934'),
        route('129.134.30.0/24', '3333 1103 1299 32934', '32934'),
        route('129.134.30.0/24', '1299 32934', 32934),
      ),
    )
    assert.deepEqual(glimpse, {
      address: '129.134.30.12',
      prefix: '129.134.30.0/24',
      peers: 2,
      origins: [32934],
      path: [1299, 32934],
    })
    assert.equal(asked, '/data/looking-glass/data.json?resource=129.134.30.12&sourceapp=prahari')
  })

  it('says that nobody has a route, which is an answer', async () => {
    const { glimpse } = await lookedThrough(200, answer())
    assert.deepEqual(glimpse, { address: '129.134.30.12', peers: 0, origins: [], path: [] })
  })

  it('tells a looking glass that is broken from one that sees nothing', async () => {
    assert.equal((await lookedThrough(500, '{}')).glimpse.failure, 'http_request_failed')
    assert.equal((await lookedThrough(200, '{"data":[]}')).glimpse.failure, 'json_parse_error')
    const signal = AbortSignal.timeout(2000)
    const { failure } = await lookThrough('192.0.2.1', { base: 'http://127.0.0.1:1', signal })
    assert.notEqual(failure, undefined)
  })
})
