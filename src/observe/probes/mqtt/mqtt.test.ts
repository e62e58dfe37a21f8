import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import type { Daemon } from '../../../../test/internet/dns/daemon.ts'
import { findPlace, type Place } from '../../../../test/internet/dns/place.ts'
import { createAuthority } from '../../../../test/internet/http/authority.ts'
import { listen } from '../../../../test/internet/listen.ts'
import { codesOf, lookingContext, lookOnce } from '../../../../test/internet/look.ts'
import { haveMosquitto, startMosquitto } from '../../../../test/internet/stream/mosquitto.ts'
import { mqttProbe } from './mqtt.ts'

const look = (spec: unknown, timeout = 3000) => lookOnce(mqttProbe, spec, lookingContext({ timeout }))

describe('the mqtt probe at a Mosquitto broker', {
  skip: !haveMosquitto && 'mosquitto and openssl are not installed',
}, () => {
  let place: Place
  let broker: Daemon
  const at = (host: number) => `${place.address(host)}:${place.port}`

  before(async () => {
    place = await findPlace()
    const authority = createAuthority(`${place.folder}/ca`)
    setDefaultCACertificates([...getCACertificates('default'), authority.root])
    const { port } = place
    const identity = (host: number, names: string) => ({
      address: place.address(host),
      port,
      identity: authority.issue(`broker${host}`, names),
      anonymous: true,
    })
    broker = await startMosquitto(`${place.folder}/mosquitto`, [
      { address: place.address(1), port, anonymous: true },
      { address: place.address(2), port, anonymous: false },
      identity(3, `IP:${place.address(3)}`),
      identity(4, 'DNS:other.example'),
    ])
  })

  after(async () => {
    await broker?.stop()
    await place?.remove()
  })

  it('finds nothing amiss with a broker that accepts, over TLS and plain, in both versions', async () => {
    for (const spec of [`mqtt://${at(1)}`, at(3), `mqtts://${at(3)}`]) {
      const { findings, steps } = await look(spec)
      assert.deepEqual(findings, [])
      assert.deepEqual([steps.at(-1)?.layer, steps.at(-1)?.op], ['content', 'connect'])
    }
    const [host] = at(3).split(':')
    assert.deepEqual(codesOf(await look({ host, port: place.port, version: 5 })), [])
  })

  it('takes a broker that wants a password for one that works', async () => {
    const [host] = at(2).split(':')
    for (const version of ['3.1.1', '5'])
      assert.deepEqual(codesOf(await look({ host, port: place.port, tls: false, version })), [])
  })

  it('tells a bad certificate as every probe does', async () => {
    const { findings, steps } = await look(at(4))
    assert.deepEqual(findings[0]?.code, 'certificate_wrong_name')
    assert.equal(steps.at(-1)?.op, 'handshake')
    const [host] = at(4).split(':')
    assert.deepEqual(codesOf(await look({ host, port: place.port, name: 'other.example' })), [])
  })

  it('calls a broker that is frozen silent', async () => {
    broker.pause()
    assert.deepEqual(codesOf(await look(`mqtt://${at(1)}`, 400)), ['stream_silent'])
    assert.deepEqual(codesOf(await look(at(3), 400)), ['handshake_timeout'])
  })
})

describe('what answers an MQTT opening', () => {
  const answered = async (serve: (socket: Socket) => void, spec = {}) => {
    const server = await listen(socket => socket.once('data', () => serve(socket)))
    const target = { host: '127.0.0.1', port: server.port, tls: false, ...spec }
    const { findings } = await look(target, 600)
    server.close()
    return findings
  }
  const bytes =
    (...list: number[]) =>
    (socket: Socket) =>
      void socket.write(Buffer.from(list))
  const codes = async (serve: (socket: Socket) => void, spec = {}) =>
    (await answered(serve, spec)).map(({ code }) => code)

  it('is a refusal where the server is unavailable or hangs up', async () => {
    const [refused] = await answered(bytes(0x20, 2, 0, 3))
    assert.deepEqual([refused?.code, refused?.args['reason']], ['stream_refused', 'server_unavailable'])
    assert.deepEqual(await codes(bytes(0x20, 3, 0, 0x89, 0), { version: '5' }), ['stream_refused'])
    assert.deepEqual(await codes(bytes(0x20, 2, 0, 1), { version: '5' }), ['stream_refused'])
    assert.deepEqual(await codes(socket => socket.end()), ['stream_refused'])
    const [reset] = await answered(socket => socket.resetAndDestroy())
    assert.deepEqual([reset?.code, reset?.args['reason']], ['stream_refused', 'connection_reset'])
    assert.deepEqual(await codes(socket => socket.end(Buffer.from([0x20, 2]))), ['stream_refused'])
  })

  it('says nothing of the service where the prober alone is turned away', async () => {
    for (const code of [0x8a, 0x97, 0x9f])
      assert.deepEqual(await codes(bytes(0x20, 3, 0, code, 0), { version: '5' }), ['prober_refused'])
    for (const code of [2, 4, 5]) assert.deepEqual(await codes(bytes(0x20, 2, 0, code)), [])
  })

  it('is malformed where it is no CONNACK', async () => {
    const junk = Buffer.alloc(100_000, 'HTTP/1.1 400 Bad Request\r\n')
    for (const serve of [
      (socket: Socket) => void socket.write(junk),
      bytes(0x30, 2, 0, 0),
      bytes(0x20, 1, 0),
      bytes(0x20, 2, 7, 0),
      bytes(0x20, 0xff, 0xff, 0xff, 0xff),
    ])
      assert.deepEqual(await codes(serve), ['stream_malformed'])
  })

  it('may come byte by byte, and a piece of it is silence', async () => {
    const dripping = async (socket: Socket, list: number[]) => {
      for (const byte of list) {
        socket.write(Buffer.from([byte]))
        await new Promise(resolve => setTimeout(resolve, 5))
      }
    }
    assert.deepEqual(await codes(socket => void dripping(socket, [0x20, 0x82, 0x00, 0, 0])), [])
    assert.deepEqual(await codes(bytes(0x20, 2, 0)), ['stream_silent'])
  })
})

describe('how an MQTT target is written', () => {
  const key = (spec: unknown) => mqttProbe.key(mqttProbe.target.parse(spec))

  it('is over TLS unless it says otherwise, and a port may be left out', () => {
    assert.equal(key('broker.example'), 'mqtts://broker.example:8883')
    assert.equal(key('broker.example:443'), 'mqtts://broker.example:443')
    assert.equal(key('mqtt://broker.example'), 'mqtt://broker.example:1883')
    assert.equal(key('mqtts://[2001:db8::1]:9'), 'mqtts://[2001:db8::1]:9')
    assert.equal(
      key({ host: 'a.example', version: 5, alpn: 'mqtt' }),
      'mqtts://a.example:8883#version=5&alpn=["mqtt"]',
    )
  })

  it('is refused where it makes no sense', () => {
    for (const spec of [
      '',
      'a b',
      'mqtt://',
      'http://a.example',
      'a:0',
      { host: 'a', tls: false, alpn: 'x' },
    ])
      assert.equal(mqttProbe.target.safeParse(spec).success, false, JSON.stringify(spec))
  })
})
