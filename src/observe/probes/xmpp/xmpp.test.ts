import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import type { Daemon } from '../../../../test/internet/dns/daemon.ts'
import { findPlace, type Place } from '../../../../test/internet/dns/place.ts'
import { createAuthority, longAgo } from '../../../../test/internet/http/authority.ts'
import { listen } from '../../../../test/internet/listen.ts'
import { codesOf, lookingContext, lookOnce } from '../../../../test/internet/look.ts'
import { haveProsody, startProsody } from '../../../../test/internet/stream/prosody.ts'
import { xmppProbe } from './xmpp.ts'

const look = (spec: unknown, timeout = 3000) => lookOnce(xmppProbe, spec, lookingContext({ timeout }))

describe('the xmpp probe at a Prosody server', {
  skip: !haveProsody && 'prosody and openssl are not installed',
}, () => {
  let place: Place
  let server: Daemon
  const at = (name: string, more = {}) => ({ host: place.address(1), port: place.port, name, ...more })
  const direct = { port: 0, tls: 'direct' }

  before(async () => {
    place = await findPlace()
    direct.port = place.port + 1
    const authority = createAuthority(`${place.folder}/ca`)
    setDefaultCACertificates([...getCACertificates('default'), authority.root])
    server = await startProsody(`${place.folder}/prosody`, {
      address: place.address(1),
      port: place.port,
      directPort: direct.port,
      hosts: [
        { name: 'good.example', identity: authority.issue('good', 'DNS:good.example') },
        { name: 'old.example', identity: authority.issue('old', 'DNS:old.example', longAgo) },
      ],
    })
  })

  after(async () => {
    await server?.stop()
    await place?.remove()
  })

  it('finds nothing amiss, and takes STARTTLS up where it is offered', async () => {
    const { findings, steps, seen } = await look(at('good.example'))
    assert.deepEqual(findings, [])
    assert.deepEqual(
      steps.map(({ layer, op }) => `${layer} ${op}`),
      ['tcp connect', 'content open', 'content starttls', 'tls handshake', 'content open'],
    )
    assert.equal(seen?.certificate?.issuer, 'Prahari test CA')
  })

  it('opens a stream over direct TLS too', async () => {
    const { findings, steps } = await look(at('good.example', direct))
    assert.deepEqual(findings, [])
    assert.deepEqual(
      steps.map(({ op }) => op),
      ['connect', 'handshake', 'open'],
    )
  })

  it('tells a bad certificate behind STARTTLS as every probe does', async () => {
    assert.deepEqual(codesOf(await look(at('old.example'))), ['certificate_expired'])
  })

  it('tells why a server refuses the stream', async () => {
    const { findings } = await look(at('nobody.example'))
    assert.deepEqual([findings[0]?.code, findings[0]?.args['reason']], ['stream_refused', 'host-unknown'])
  })

  it('calls a server that is frozen silent', async () => {
    server.pause()
    assert.deepEqual(codesOf(await look(at('good.example'), 400)), ['stream_silent'])
    assert.deepEqual(codesOf(await look(at('good.example', direct), 400)), ['handshake_timeout'])
  })
})

describe('what answers the opening of an XMPP stream', () => {
  const head = `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='1' version='1.0'>`
  const offer = `${head}<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls></stream:features>`
  const error = (condition: string) =>
    `${head}<stream:error><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>`
  /** One answer after another, each to what the client says next. */
  const answered = async (answers: readonly (string | ((socket: Socket) => void))[]) => {
    const server = await listen(socket => {
      let next = 0
      socket.on('data', () => {
        const answer = answers[next++]
        if (typeof answer === 'string') socket.write(answer)
        else answer?.(socket)
      })
    })
    const reading = await look(`127.0.0.1:${server.port}`, 600)
    server.close()
    return reading
  }
  const codes = async (...answers: (string | ((socket: Socket) => void))[]) =>
    codesOf(await answered(answers))

  it('may be features without STARTTLS, in pieces too', async () => {
    assert.deepEqual(await codes(`${head}<stream:features/>`), [])
    const dripping = async (socket: Socket) => {
      for (const byte of Buffer.from(`${head}<stream:features><mé xmlns='x'/></stream:features>`)) {
        socket.write(Buffer.from([byte]))
        await new Promise(resolve => setImmediate(resolve))
      }
    }
    assert.deepEqual(await codes(socket => void dripping(socket)), [])
  })

  it('is a refusal where it is an error or a hanging up, at each turn', async () => {
    assert.deepEqual(await codes(error('resource-constraint')), ['stream_refused'])
    assert.deepEqual(await codes(socket => socket.end()), ['stream_refused'])
    assert.deepEqual(await codes(socket => socket.resetAndDestroy()), ['stream_refused'])
    assert.deepEqual(await codes(socket => socket.end(head)), ['stream_refused'])
    assert.deepEqual(await codes(offer, socket => socket.end()), ['stream_refused'])
    const { findings } = await answered([offer, `<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>`])
    assert.deepEqual([findings[0]?.code, findings[0]?.args['reason']], ['stream_refused', 'starttls_failure'])
  })

  it('may send the client to another server, as a server does that works', async () => {
    assert.deepEqual(await codes(error('see-other-host')), [])
  })

  it('is silence where it stops in the middle', async () => {
    assert.deepEqual(await codes(head), ['stream_silent'])
    assert.deepEqual(await codes(offer), ['stream_silent'])
  })

  it('is malformed where it is no stream', async () => {
    for (const said of [
      'HTTP/1.1 400 Bad Request\r\n\r\n',
      '<html><body>hello</body></html>',
      `${head}<stream:features></stream:error>`,
      `${head}<message><body>before its time</body></message>`,
      `<!DOCTYPE x [<!ENTITY a "a">]>${head}`,
      `${head}<stream:features>${'<a xmlns="x"/>'.repeat(5000)}`,
      Buffer.alloc(100_000, 7).toString('latin1'),
    ])
      assert.deepEqual(await codes(said), ['stream_malformed'], said.slice(0, 40))
    assert.deepEqual(await codes(offer, `<bind xmlns='x'/>`), ['stream_malformed'])
  })

  it('is a failed handshake where STARTTLS leads nowhere', async () => {
    const proceed = `<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>`
    assert.deepEqual(await codes(offer, proceed, socket => socket.end()), ['handshake_failed'])
    assert.deepEqual(await codes(offer, proceed), ['handshake_timeout'])
  })
})

describe('how an XMPP target is written', () => {
  const key = (spec: unknown) => xmppProbe.key(xmppProbe.target.parse(spec))

  it('is a domain, a place or a URL, with the port that is usual', () => {
    assert.equal(key('chat.example'), 'xmpp://chat.example:5222')
    assert.equal(key('xmpp://chat.example:443'), 'xmpp://chat.example:443')
    assert.equal(key('xmpps://chat.example'), 'xmpps://chat.example:5223')
    assert.equal(key({ host: 'a.example', name: 'b.example' }), 'xmpp://a.example:5222#name=b.example')
  })

  it('is refused where it makes no sense', () => {
    for (const spec of ['', 'mqtt://a.example', 'a b', { host: 'a', tls: 'sometimes' }])
      assert.equal(xmppProbe.target.safeParse(spec).success, false, JSON.stringify(spec))
  })
})
