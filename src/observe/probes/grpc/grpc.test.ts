import assert from 'node:assert/strict'
import { createServer, type ServerHttp2Stream } from 'node:http2'
import { after, before, describe, it } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import type { Daemon } from '../../../../test/internet/dns/daemon.ts'
import { findPlace, type Place } from '../../../../test/internet/dns/place.ts'
import { createAuthority } from '../../../../test/internet/http/authority.ts'
import { haveNginx, startNginx } from '../../../../test/internet/http/nginx.ts'
import { listen } from '../../../../test/internet/listen.ts'
import { codesOf, lookingContext, lookOnce } from '../../../../test/internet/look.ts'
import { startGrpcServer } from '../../../../test/internet/stream/grpc-server.ts'
import { grpcProbe } from './grpc.ts'

const look = (spec: unknown, timeout = 3000) => lookOnce(grpcProbe, spec, lookingContext({ timeout }))

describe('the grpc probe at a gRPC server', {
  skip: !haveNginx && 'nginx and openssl are not installed',
}, () => {
  let place: Place
  let secure: Daemon
  let plain: Daemon
  let without: Daemon
  let nginx: Daemon
  const at = (host: number, more = {}) => ({ host: place.address(host), port: place.port, ...more })

  before(async () => {
    place = await findPlace()
    const authority = createAuthority(`${place.folder}/ca`)
    setDefaultCACertificates([...getCACertificates('default'), authority.root])
    const identity = (host: number) => authority.issue(`host${host}`, `IP:${place.address(host)}`)
    const health = { '': 'SERVING', 'shop.Orders': 'NOT_SERVING', 'shop.New': 'UNKNOWN' } as const
    const { port } = place
    ;[secure, plain, without] = await Promise.all([
      startGrpcServer({ address: place.address(1), port, health, identity: identity(1) }),
      startGrpcServer({ address: place.address(2), port, health }),
      startGrpcServer({ address: place.address(3), port }),
    ])
    const page = { port, locations: 'location / { return 404; }', identity: identity(4) }
    nginx = await startNginx(`${place.folder}/nginx`, [
      { ...page, address: place.address(4) },
      { ...page, address: place.address(5), identity: identity(5), http2: false },
    ])
  })

  after(async () => {
    for (const server of [secure, plain, without, nginx]) await server?.stop()
    await place?.remove()
  })

  it('finds nothing amiss with one that is serving, over TLS and plain', async () => {
    const { findings, steps, seen } = await look(at(1))
    assert.deepEqual(findings, [])
    assert.deepEqual(
      steps.map(({ layer, op }) => `${layer} ${op}`),
      ['tcp connect', 'tls handshake', 'http check'],
    )
    assert.equal(seen?.certificate?.issuer, 'Prahari test CA')
    assert.deepEqual(codesOf(await look(`grpc://${place.address(2)}:${place.port}`)), [])
  })

  it('tells what the server says of a service of its own', async () => {
    assert.deepEqual(codesOf(await look(at(1, { service: 'shop.Orders' }))), ['not_serving'])
    const status = async (service: string) => {
      const { findings } = await look(at(1, { service }))
      return [findings[0]?.code, findings[0]?.args['status']]
    }
    assert.deepEqual(await status('shop.New'), ['unexpected_status', 'UNKNOWN'])
    assert.deepEqual(await status('shop.Nobody'), ['unexpected_status', 'NOT_FOUND'])
  })

  it('says where there is no health service, no gRPC, or no HTTP/2', async () => {
    const { findings } = await look(at(3, { tls: false }))
    assert.deepEqual([findings[0]?.code, findings[0]?.args['status']], ['unexpected_status', 'UNIMPLEMENTED'])
    assert.deepEqual(codesOf(await look(at(4))), ['unexpected_status'])
    assert.deepEqual(codesOf(await look(at(5))), ['protocol_not_offered'])
    assert.deepEqual(codesOf(await look(at(6))), ['connect_refused'])
  })

  it('calls a server that is frozen too late', async () => {
    plain.pause()
    assert.deepEqual(codesOf(await look(at(2, { tls: false }), 400)), ['response_timeout'])
  })
})

describe('what answers a health check', () => {
  /** A server of HTTP/2 that answers every request so. */
  const answered = async (answer: (stream: ServerHttp2Stream) => void) => {
    const server = createServer()
    server.on('stream', (stream: ServerHttp2Stream) => {
      stream.on('error', () => {})
      answer(stream)
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const bound = server.address()
    const port = typeof bound === 'object' && bound !== null ? bound.port : 0
    const { findings } = await look({ host: '127.0.0.1', port, tls: false }, 800)
    await new Promise(resolve => server.close(resolve))
    return findings.map(({ code, args }) => `${code} ${args['status'] ?? args['http1'] ?? ''}`.trim())
  }
  const grpc = { ':status': 200, 'content-type': 'application/grpc' }
  const only = (status: string) => (stream: ServerHttp2Stream) =>
    stream.respond({ ...grpc, 'grpc-status': status }, { endStream: true })
  const saying = (message: Buffer) => (stream: ServerHttp2Stream) => {
    stream.respond(grpc, { waitForTrailers: true })
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }))
    stream.end(message)
  }

  it('is an error, a refusal or something else by gRPC’s own status', async () => {
    assert.deepEqual(await answered(only('14')), ['server_error UNAVAILABLE'])
    assert.deepEqual(await answered(only('16')), ['prober_refused UNAUTHENTICATED'])
    assert.deepEqual(await answered(only('3')), ['unexpected_status INVALID_ARGUMENT'])
  })

  it('is malformed without a status, with one that nobody knows, or with another message', async () => {
    assert.deepEqual(await answered(only('x')), ['response_malformed'])
    assert.deepEqual(await answered(only('99')), ['response_malformed'])
    assert.deepEqual(await answered(stream => stream.respond(grpc, { endStream: true })), [
      'response_malformed',
    ])
    const messages = [
      [],
      [0, 0, 0, 0, 9, 8, 1],
      [1, 0, 0, 0, 2, 8, 1],
      [0, 0, 0, 0, 2, 0x10, 1],
      [0, 0, 0, 0, 2, 8, 77],
    ]
    for (const bytes of messages)
      assert.deepEqual(await answered(saying(Buffer.from(bytes))), ['response_malformed'], String(bytes))
    assert.deepEqual(await answered(saying(Buffer.from([0, 0, 0, 0, 0]))), ['unexpected_status UNKNOWN'])
    assert.deepEqual(await answered(saying(Buffer.from([0, 0, 0, 0, 2, 8, 1]))), [])
  })

  it('is told as any answer by HTTP where it is none of gRPC’s', async () => {
    const bare = (status: number) => (stream: ServerHttp2Stream) =>
      stream.respond({ ':status': status }, { endStream: true })
    assert.deepEqual(await answered(bare(503)), ['server_error 503'])
    assert.deepEqual(await answered(bare(401)), ['prober_refused 401'])
    assert.deepEqual(await answered(stream => stream.close(2)), ['http2_broken not_asked'])
    const talker = await listen(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    const target = { host: '127.0.0.1', port: talker.port, tls: false }
    assert.deepEqual(codesOf(await look(target, 500)), ['http2_broken'])
    talker.close()
  })
})

describe('how a gRPC target is written', () => {
  it('is over TLS unless it says otherwise, and shows the service in its key', () => {
    const key = (spec: unknown) => grpcProbe.key(grpcProbe.target.parse(spec))
    assert.equal(key('api.example'), 'grpcs://api.example:443/')
    assert.equal(key('grpc://api.example'), 'grpc://api.example:50051/')
    assert.equal(key({ host: 'api.example', service: 'a.B' }), 'grpcs://api.example:443/a.B')
    for (const spec of [
      'https://a.example',
      { host: 'a', service: 'x'.repeat(128) },
      { host: 'a', tls: false, name: 'b' },
    ])
      assert.equal(grpcProbe.target.safeParse(spec).success, false, JSON.stringify(spec))
  })
})
