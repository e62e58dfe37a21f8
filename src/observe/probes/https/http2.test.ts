import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { constants, createSecureServer, type ServerHttp2Stream } from 'node:http2'
import type { Server } from 'node:net'
import { after, before, describe, it } from 'node:test'
import {
  createServer as createTlsServer,
  getCACertificates,
  setDefaultCACertificates,
  type TLSSocket,
} from 'node:tls'
import { findPlace, type Place } from '../../../../test/internet/dns/place.ts'
import { createAuthority, type Identity } from '../../../../test/internet/http/authority.ts'
import { haveNginx } from '../../../../test/internet/http/nginx.ts'
import { lookingContext, lookOnce } from '../../../../test/internet/look.ts'
import { httpsProbe } from './https.ts'

describe('a server that stumbles over HTTP/2', { skip: !haveNginx && 'openssl is not installed' }, () => {
  let place: Place
  let identity: Identity
  const pem = () => ({ cert: readFileSync(identity.certificate), key: readFileSync(identity.key) })

  before(async () => {
    place = await findPlace()
    const authority = createAuthority(`${place.folder}/ca`)
    setDefaultCACertificates([...getCACertificates('default'), authority.root])
    identity = authority.issue('server', `IP:${place.address(1)}`)
  })

  after(() => place?.remove())

  const lookAt = async (server: Server, spec: object = {}, timeout = 1500) => {
    await new Promise<void>(resolve => server.listen(place.port, place.address(1), resolve))
    const open = new Set<TLSSocket>()
    server.on('secureConnection', (socket: TLSSocket) => open.add(socket))
    const url = `https://${place.address(1)}:${place.port}/`
    const reading = await lookOnce(httpsProbe, { url, ...spec }, lookingContext({ timeout }))
    for (const socket of open) socket.destroy()
    await new Promise(resolve => server.close(resolve))
    return reading
  }
  /** A server of both protocols whose HTTP/2 streams are answered so, and whose HTTP/1.1 answers. */
  const stumbling = (answer: (stream: ServerHttp2Stream) => void, http1 = true): Server => {
    const server = createSecureServer({ ...pem(), allowHTTP1: true })
    server.on('sessionError', () => {})
    server.on('stream', (stream: ServerHttp2Stream) => {
      stream.on('error', () => {})
      answer(stream)
    })
    server.on('request', (request, response) => {
      if (request.httpVersion === '2.0') return
      if (http1) response.end('hello')
      else request.socket.destroy()
    })
    return server
  }
  /** A server that agrees on HTTP/2 and then says this. */
  const saying = (bytes: Buffer | string): Server =>
    createTlsServer({ ...pem(), ALPNProtocols: ['h2', 'http/1.1'] }, socket => {
      socket.on('error', () => {})
      socket.once('data', () =>
        socket.write(
          socket.alpnProtocol === 'h2' ? bytes : 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello',
        ),
      )
    })
  const found = async (server: Server, spec: object = {}) => {
    const { findings } = await lookAt(server, spec)
    return findings.map(({ code, args }) => `${code} ${args['http1'] ?? ''}`.trim())
  }
  const internalError = (stream: ServerHttp2Stream) => stream.close(constants.NGHTTP2_INTERNAL_ERROR)
  const goAway = (stream: ServerHttp2Stream) => stream.session?.goaway(constants.NGHTTP2_INTERNAL_ERROR)

  it('is told with HTTP/1.1 answering, where it resets streams, goes away or breaks the rules', async () => {
    assert.deepEqual(await found(stumbling(internalError)), ['http2_broken answers'])
    assert.deepEqual(await found(stumbling(goAway)), ['http2_broken answers'])
    const windowOfZero = Buffer.from([0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 4, 0xff, 0xff, 0xff, 0xff])
    for (const nonsense of [windowOfZero, 'HTTP/1.1 400 Bad Request\r\n\r\n'])
      assert.deepEqual(await found(saying(nonsense)), ['http2_broken answers'])
    const { steps } = await lookAt(stumbling(internalError))
    assert.ok(steps.some(({ op, aside }) => op === 'request' && aside === true))
  })

  it('is told where HTTP/1.1 fails too, and where only HTTP/2 is silent', async () => {
    assert.deepEqual(await found(stumbling(internalError, false)), ['http2_broken fails'])
    assert.deepEqual(await found(stumbling(() => {})), ['http2_broken answers'])
  })

  it('is no matter where both are silent, or it is only slow', async () => {
    const silent = createTlsServer({ ...pem(), ALPNProtocols: ['h2', 'http/1.1'] }, socket =>
      socket.on('error', () => {}).resume(),
    )
    assert.deepEqual(await found(silent), ['response_timeout'])
    const slow = (stream: ServerHttp2Stream) =>
      void setTimeout(() => stream.respond({ ':status': 200 }, { endStream: true }), 1200)
    assert.deepEqual(await found(stumbling(slow)), [])
  })

  it('is none where it asks for HTTP/1.1 itself, and then answers', async () => {
    const wants = (stream: ServerHttp2Stream) => stream.close(constants.NGHTTP2_HTTP_1_1_REQUIRED)
    assert.deepEqual(await found(stumbling(wants), { contains: 'hello' }), [])
  })

  it('is not asked twice for what a request may change', async () => {
    const { findings, steps } = await lookAt(stumbling(internalError), { method: 'POST', body: 'x' })
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['response_malformed'],
    )
    assert.equal(steps.filter(({ op }) => op === 'connect').length, 1)
  })
})
