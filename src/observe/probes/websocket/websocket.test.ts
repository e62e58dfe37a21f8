import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import type { Daemon } from '../../../../test/internet/dns/daemon.ts'
import { findPlace, type Place } from '../../../../test/internet/dns/place.ts'
import { createAuthority } from '../../../../test/internet/http/authority.ts'
import { haveNginx, startNginx } from '../../../../test/internet/http/nginx.ts'
import { listen } from '../../../../test/internet/listen.ts'
import { codesOf, lookingContext, lookOnce } from '../../../../test/internet/look.ts'
import { startWebSocketServer } from '../../../../test/internet/stream/websocket-server.ts'
import { acceptOf } from '../../../net/websocket/frame.ts'
import { websocketProbe } from './websocket.ts'

const look = (spec: unknown, timeout = 3000) => lookOnce(websocketProbe, spec, lookingContext({ timeout }))

describe('the websocket probe at a server over TLS', {
  skip: !haveNginx && 'nginx and openssl are not installed',
}, () => {
  let place: Place
  let server: Daemon
  let nginx: Daemon
  const url = (host: number, path = '/') => `wss://${place.address(host)}:${place.port}${path}`

  before(async () => {
    place = await findPlace()
    const authority = createAuthority(`${place.folder}/ca`)
    setDefaultCACertificates([...getCACertificates('default'), authority.root])
    const identity = (host: number) => authority.issue(`host${host}`, `IP:${place.address(host)}`)
    server = await startWebSocketServer(place.address(1), place.port, identity(1))
    const refusing = [401, 403, 404, 426, 429, 500, 503].map(
      status => `location /${status} { return ${status}; }`,
    )
    nginx = await startNginx(`${place.folder}/nginx`, [
      {
        address: place.address(2),
        port: place.port,
        identity: identity(2),
        locations: `${refusing.join('\n')}\nlocation = /page { return 200 "a page"; }`,
      },
    ])
  })

  after(async () => {
    await nginx?.stop()
    await server?.stop()
    await place?.remove()
  })

  it('finds nothing amiss with one that switches, and has its ping answered', async () => {
    const { findings, steps, seen } = await look({ url: url(1), ping: true })
    assert.deepEqual(findings, [])
    assert.deepEqual(
      steps.map(({ layer, op }) => `${layer} ${op}`),
      ['tcp connect', 'tls handshake', 'http upgrade', 'content ping'],
    )
    assert.equal(seen?.certificate?.issuer, 'Prahari test CA')
    assert.deepEqual(codesOf(await look(url(1))), [])
    assert.deepEqual(codesOf(await look({ url: url(1, '/news'), ping: true })), [])
    assert.deepEqual(codesOf(await look({ url: url(1), protocols: ['other', 'chat'] })), [])
  })

  it('tells one that refuses to switch from one that fails, and from one that turns the prober away', async () => {
    for (const status of [404, 426]) {
      const { findings } = await look(url(2, `/${status}`))
      assert.deepEqual([findings[0]?.code, findings[0]?.args['status']], ['upgrade_refused', status])
    }
    assert.deepEqual(codesOf(await look(url(2, '/page'))), ['upgrade_refused'])
    for (const status of [500, 503])
      assert.deepEqual(codesOf(await look(url(2, `/${status}`))), ['server_error'])
    for (const status of [401, 403, 429])
      assert.deepEqual(codesOf(await look(url(2, `/${status}`))), ['prober_refused'])
  })

  it('tells by the code of a close whether the service or the stranger is meant', async () => {
    const closed = async (code: number) => codesOf(await look({ url: url(1, `/close/${code}`), ping: true }))
    assert.deepEqual(await closed(1013), ['stream_refused'])
    assert.deepEqual(await closed(1008), ['prober_refused'])
    assert.deepEqual(await closed(4003), ['prober_refused'])
  })

  it('names a server that is frozen and one that is gone', async () => {
    server.pause()
    assert.deepEqual(codesOf(await look(url(1), 400)), ['handshake_timeout'])
    assert.deepEqual(codesOf(await look(url(3))), ['connect_refused'])
  })
})

describe('what answers the opening of a WebSocket', () => {
  const switching = (key: string, more = 'upgrade: websocket\r\n') =>
    `HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\n${more}sec-websocket-accept: ${acceptOf(key)}\r\n\r\n`
  /** A server that answers an opening, and then whatever comes. */
  const answered = async (answer: (socket: Socket, key: string) => void, then = (_: Socket) => {}) => {
    const server = await listen(socket =>
      socket.once('data', chunk => {
        socket.once('data', () => then(socket))
        answer(socket, /sec-websocket-key: (\S+)/i.exec(String(chunk))?.[1] ?? '')
      }),
    )
    const reading = await look({ url: `ws://127.0.0.1:${server.port}/`, ping: true }, 500)
    server.close()
    return reading
  }
  const opened = (socket: Socket, key: string) => void socket.write(switching(key))
  const frames =
    (...bytes: number[]) =>
    (socket: Socket) =>
      void socket.write(Buffer.from(bytes))

  it('is refused where the handshake is not to the letter', async () => {
    const wrongs = [
      ['accept', (_: string) => switching('another key')],
      ['upgrade', (_: string) => 'HTTP/1.1 101 Switching Protocols\r\n\r\n'],
      ['upgrade', (key: string) => switching(key, 'upgrade: h2c\r\n')],
      ['protocol', (key: string) => switching(key, 'upgrade: websocket\r\nsec-websocket-protocol: x\r\n')],
      [
        'extensions',
        (key: string) => switching(key, 'upgrade: websocket\r\nsec-websocket-extensions: x\r\n'),
      ],
    ] as const
    for (const [wrong, answer] of wrongs) {
      const { findings } = await answered((socket, key) => void socket.write(answer(key)))
      assert.deepEqual([findings[0]?.code, findings[0]?.args['wrong']], ['upgrade_refused', wrong])
    }
  })

  it('is silence, a break or nonsense, as for any answer by HTTP', async () => {
    assert.deepEqual(codesOf(await answered(() => {})), ['response_timeout'])
    assert.deepEqual(codesOf(await answered(socket => socket.destroy())), ['response_cut_off'])
    assert.deepEqual(codesOf(await answered(socket => void socket.write('SSH-2.0-x\r\n'))), [
      'response_malformed',
    ])
  })

  it('may open and then be silent, hang up or talk nonsense', async () => {
    assert.deepEqual(codesOf(await answered(opened)), ['stream_silent'])
    assert.deepEqual(codesOf(await answered(opened, socket => socket.end())), ['stream_refused'])
    assert.deepEqual(codesOf(await answered(opened, frames(0x88, 0))), ['stream_refused'])
    for (const nonsense of [
      frames(0xff, 0),
      frames(0x81, 0x80),
      frames(0x8a, 126, 0, 200),
      frames(0x83, 0),
      frames(0x82, 127, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, ...Buffer.alloc(70_000)),
    ])
      assert.deepEqual(codesOf(await answered(opened, nonsense)), ['stream_malformed'])
    assert.deepEqual(codesOf(await answered(opened, frames(0x8a, 1, 7))), ['stream_silent'])
  })

  it('may say its first words along with its answer', async () => {
    const greeting = Buffer.from([0x81, 2, 0x68, 0x69, 0x88, 2, 0x03, 0xe9])
    const { findings } = await answered(
      (socket, key) => void socket.write(Buffer.concat([Buffer.from(switching(key)), greeting])),
    )
    assert.deepEqual([findings[0]?.code, findings[0]?.args['code']], ['stream_refused', 1001])
  })
})

describe('how a WebSocket target is written', () => {
  it('shows in its key what differs from the usual', () => {
    const key = (spec: unknown) => websocketProbe.key(websocketProbe.target.parse(spec))
    assert.equal(key('wss://a.example/chat'), 'wss://a.example/chat')
    assert.equal(
      key({
        url: 'wss://a.example',
        headers: { Origin: 'https://a.example' },
        protocols: 'chat',
        ping: true,
      }),
      'wss://a.example/#headers={"origin":"https://a.example"}&protocols=["chat"]&ping=true',
    )
  })

  it('is refused where it makes no sense', () => {
    for (const spec of [
      'https://a.example/',
      { url: 'wss://a.example', headers: { 'Sec-WebSocket-Key': 'x' } },
      { url: 'wss://a.example', headers: { upgrade: 'x' } },
      { url: 'wss://a.example', protocols: 'a b' },
    ])
      assert.equal(websocketProbe.target.safeParse(spec).success, false, JSON.stringify(spec))
  })
})
