import assert from 'node:assert/strict'
import { appendFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import type { Daemon } from '../../../../test/internet/dns/daemon.ts'
import { findPlace, type Place } from '../../../../test/internet/dns/place.ts'
import { createAuthority, type Identity, longAgo } from '../../../../test/internet/http/authority.ts'
import { haveNginx, type Site, startNginx } from '../../../../test/internet/http/nginx.ts'
import { listen } from '../../../../test/internet/listen.ts'
import { lookingContext, lookOnce } from '../../../../test/internet/look.ts'
import type { ProbeContext, Reading } from '../../probe.ts'
import { tcpProbe } from '../tcp/tcp.ts'
import { tlsProbe } from '../tls/tls.ts'
import { httpsProbe } from './https.ts'

const locations = (url: string) => `
location = / { return 200 "hello from the app"; }
location = /json { return 200 '{"status":{"indicator":"none"},"items":[{"name":"a"}],"tags":["b",2]}'; }
location = /500 { return 500; }
location = /503 { return 503 "busy"; }
location = /403 { return 403; }
location = /429 { return 429; }
location = /challenge { add_header cf-mitigated challenge always; return 503; }
location = /once { return 302 /; }
location = /round { return 302 /about; }
location = /about { return 302 /round; }
location = /away { return 302 ftp://example.net/; }
location = /absolute { return 301 ${url}/; }
`

describe('the https probe', { skip: !haveNginx && 'nginx and openssl are not installed' }, () => {
  let place: Place
  let nginx: Daemon
  const known = new Map<string, readonly string[]>()
  const url = (host: number, path = '/') => `https://${place.address(host)}:${place.port}${path}`

  before(async () => {
    place = await findPlace()
    const authority = createAuthority(`${place.folder}/ca`)
    const stranger = createAuthority(`${place.folder}/stranger`, 'Nobody')
    setDefaultCACertificates([...getCACertificates('default'), authority.root])
    const name = (host: number) => `IP:${place.address(host)}`
    const site = (host: number, more: Partial<Site>): Site => ({
      address: place.address(host),
      port: place.port,
      locations: locations(url(host)),
      ...more,
    })
    nginx = await startNginx(`${place.folder}/nginx`, [
      site(1, { identity: authority.issue('good', name(1)) }),
      site(2, { identity: authority.issue('expired', name(2), longAgo) }),
      site(3, { identity: authority.issue('other', 'DNS:other.example') }),
      site(4, { identity: withRoot(stranger.issue('unknown', name(4)), stranger.root) }),
      site(7, { identity: stranger.issue('alone', name(7)) }),
      site(8, { identity: authority.issue('ending', name(8), inDays(6.5)) }),
      site(5, { identity: authority.issue('old', name(5)), http2: false }),
      site(6, {}),
    ])
  })

  after(async () => {
    await nginx?.stop()
    await place?.remove()
  })

  const context = (timeout: number, resolvers: readonly string[]): ProbeContext =>
    lookingContext({
      timeout,
      resolvers,
      lastKnownGood: {
        addresses: host => known.get(host) ?? [],
        remember: (host, addresses) => void known.set(host, addresses),
      },
    })

  const look = (spec: unknown, { timeout = 3000, resolvers = [] as string[] } = {}): Promise<Reading> =>
    lookOnce(httpsProbe, spec, context(timeout, resolvers))
  const codes = async (spec: unknown, options = {}) =>
    (await look(spec, options)).findings.map(({ code }) => code)
  const withoutSoon = (list: string[]) => list.filter(code => code !== 'certificate_expires_soon')

  it('finds nothing amiss on a good page, by HTTP/2 and by HTTP/1.1, and times each step', async () => {
    for (const host of [1, 5]) {
      const { findings, steps, seen } = await look(url(host))
      assert.deepEqual(findings, [])
      assert.deepEqual(
        steps.map(({ layer, op }) => `${layer} ${op}`),
        ['tcp connect', 'tls handshake', 'http request', 'http body'],
      )
      assert.equal(seen?.certificate?.issuer, 'Prahari test CA')
      assert.deepEqual(seen?.addresses, [place.address(host)])
    }
    assert.deepEqual(await codes({ url: url(1), http: '2' }), [])
    assert.deepEqual(await codes({ url: url(1), http: '1.1' }), [])
  })

  it('looks over plain HTTP where the catalogue says so', async () => {
    assert.deepEqual(await codes(`http://${place.address(6)}:${place.port}/`), [])
  })

  it('tells what is wrong with a certificate, and looks no further', async () => {
    assert.deepEqual(await codes(url(2)), ['certificate_expired'])
    assert.deepEqual(await codes(url(3)), ['certificate_wrong_name'])
    assert.deepEqual(await codes(url(4)), ['certificate_untrusted'])
    assert.deepEqual(await codes(url(7)), ['certificate_chain_incomplete'])
    const { steps } = await look(url(2))
    assert.equal(steps.at(-1)?.failure, 'ssl_certificate_expired')
  })

  it('tells a failing server from one that turns the prober away', async () => {
    assert.deepEqual(await codes(url(1, '/500')), ['server_error'])
    assert.deepEqual((await look(url(1, '/503'))).findings[0]?.args['status'], 503)
    for (const path of ['/403', '/429', '/challenge'])
      assert.deepEqual(await codes(url(1, path)), ['prober_refused'])
    assert.deepEqual(await codes({ url: url(1, '/403'), status: 403 }), [])
    assert.deepEqual(await codes(url(1, '/nowhere')), ['unexpected_status'])
    assert.deepEqual(await codes({ url: url(1), status: ['3xx', 204] }), ['unexpected_status'])
  })

  it('checks the content it was told to expect', async () => {
    assert.deepEqual(await codes({ url: url(1), contains: 'from the app', lacks: 'error' }), [])
    assert.deepEqual(await codes({ url: url(1), contains: ['hello', 'nobody'] }), ['content_missing'])
    assert.deepEqual(await codes({ url: url(1), lacks: 'hello' }), ['content_forbidden'])
    const json = [
      { path: 'status.indicator', equals: 'none' },
      { path: 'items.0.name', matches: '^a$' },
      { path: 'nothing', exists: false },
    ]
    assert.deepEqual(await codes({ url: url(1, '/json'), json }), [])
    const parts = [
      { path: 'tags', contains: 'b' },
      { path: 'tags', contains: 2 },
      { path: 'status.indicator', contains: 'on' },
    ]
    assert.deepEqual(await codes({ url: url(1, '/json'), json: parts }), [])
    const wrong = [
      { path: 'tags', contains: 'c' },
      { path: 'nothing', contains: 'on' },
      { path: 'nothing', matches: 'undefined' },
    ]
    for (const rule of wrong)
      assert.deepEqual(await codes({ url: url(1, '/json'), json: [rule] }), ['json_mismatch'])
    const { findings } = await look({
      url: url(1, '/json'),
      json: [{ path: 'status.indicator', equals: 'major' }],
    })
    assert.deepEqual(findings[0]?.args, { path: 'status.indicator', expected: '"major"', got: '"none"' })
  })

  it('follows redirects, and says where they lead nowhere', async () => {
    assert.deepEqual(await codes({ url: url(1, '/once'), contains: 'hello' }), [])
    assert.deepEqual(await codes({ url: url(1, '/absolute'), contains: 'hello' }), [])
    assert.deepEqual(await codes({ url: url(1, '/once'), redirects: 'stop' }), [])
    const reasons = [
      ['/round', 'loop'],
      ['/away', 'bad_location'],
    ] as const
    for (const [path, reason] of reasons) {
      const { findings } = await look(url(1, path))
      assert.deepEqual([findings[0]?.code, findings[0]?.args['reason']], ['redirect_broken', reason])
    }
  })

  it('keeps credentials at their origin, and asks again by GET where a POST is led on', async () => {
    const asked: string[] = []
    const echo = await listen(socket =>
      socket.once('data', chunk => {
        asked.push(String(chunk))
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
      }),
    )
    const leading = await listen(socket =>
      socket.once('data', () =>
        socket.end(
          `HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:${echo.port}/\r\ncontent-length: 0\r\n\r\n`,
        ),
      ),
    )
    const headers = { Authorization: 'Bearer secret', 'x-kept': 'yes' }
    const spec = { url: `http://127.0.0.1:${leading.port}/`, method: 'POST', body: 'x', headers }
    assert.deepEqual(await codes(spec), [])
    assert.match(asked[0] ?? '', /^GET [\s\S]*x-kept: yes/)
    assert.doesNotMatch(asked[0] ?? '', /secret/)
    leading.close()
    echo.close()
  })

  it('does not take HTTP/1.1 for the HTTP/2 that was asked for, nor headers that would break the request', async () => {
    assert.deepEqual(await codes({ url: url(5), http: '2' }), ['protocol_not_offered'])
    for (const headers of [{ a: 'x\r\ny: z' }, { connection: 'close' }, { 'no name': 'x' }]) {
      assert.equal(httpsProbe.target.safeParse({ url: url(1), headers }).success, false)
    }
  })

  it('names a refused, a silent and a cut off connection', async () => {
    assert.deepEqual(await codes(url(9)), ['connect_refused'])
    const silent = await listen(() => {})
    const cutting = await listen(socket => socket.once('data', () => socket.destroy()))
    const at = ({ port }: { port: number }) => `http://127.0.0.1:${port}/`
    assert.deepEqual(await codes(at(silent), { timeout: 300 }), ['response_timeout'])
    assert.deepEqual(await codes(at(silent).replace('http:', 'https:'), { timeout: 300 }), [
      'handshake_timeout',
    ])
    assert.deepEqual(await codes(at(cutting)), ['response_cut_off'])
    silent.close()
    cutting.close()
  })

  it('tells of a certificate before it runs out, the more pressing the nearer', async () => {
    const { findings } = await look(url(8))
    const { days, within } = findings[0]?.args ?? {}
    assert.deepEqual([findings[0]?.code, days, within], ['certificate_expires_soon', 6, 7])
  })

  it('tells a reset on the first words of a handshake from an orderly close', async () => {
    const resetting = await listen(socket => socket.once('data', () => socket.resetAndDestroy()))
    const closing = await listen(socket => socket.once('data', () => socket.end()))
    const at = ({ port }: { port: number }) => `https://127.0.0.1:${port}/`
    assert.deepEqual(await codes(at(resetting)), ['handshake_reset'])
    assert.deepEqual(await codes(at(closing)), ['handshake_failed'])
    resetting.close()
    closing.close()
  })

  it('holds the tls probe to the protocol that it demands', async () => {
    const spoken = async (host: number, alpn: unknown) => {
      const target = tlsProbe.target.parse({ host: place.address(host), port: place.port, alpn })
      const { findings } = tlsProbe.read(await tlsProbe.run(target, context(1000, [])), target)
      return findings.map(({ code }) => code)
    }
    assert.deepEqual(await spoken(1, 'h2'), [])
    assert.deepEqual(await spoken(5, ['h2', 'http/1.1']), [])
    assert.deepEqual(await spoken(5, 'h2'), ['protocol_not_offered'])
  })

  it('looks at the last addresses that were known good while the name is dead', async () => {
    const dead = ['127.0.0.1:9']
    const spec = { url: `http://app.example:${place.port}/` }
    assert.deepEqual(await codes(spec, { resolvers: dead }), ['resolver_timeout'])
    known.set('app.example', [place.address(6)])
    const { findings, steps } = await look(spec, { resolvers: dead })
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['resolver_timeout', 'last_known_good_answers'],
    )
    assert.equal(findings[1]?.args['status'], 200)
    assert.ok(steps.filter(({ aside }) => aside === true).length >= 2)
    const port = tcpProbe.target.parse(`app.example:${place.port}`)
    const connected = tcpProbe.read(await tcpProbe.run(port, context(1000, dead)), port)
    assert.deepEqual(connected.findings.map(({ code, args }) => [code, args['reached']]).at(-1), [
      'last_known_good_answers',
      'tcp',
    ])
  })

  it('turns red when a server stops listening but keeps its open connections', async () => {
    const sockets: Socket[] = []
    const server = await listen(socket => {
      sockets.push(socket)
      socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'))
    })
    const spec = { url: `http://127.0.0.1:${server.port}/`, contains: 'ok' }
    assert.deepEqual(await codes(spec), [])
    server.stopListening()
    assert.deepEqual(await codes(spec), ['connect_refused'])
    for (const socket of sockets) socket.destroy()
  })

  it('gives the tcp and tls probes the same eyes', async () => {
    const tcp = tcpProbe.target.parse(`${place.address(1)}:${place.port}`)
    const connected = tcpProbe.read(await tcpProbe.run(tcp, context(1000, [])), tcp)
    assert.deepEqual(connected.findings, [])
    const tls = tlsProbe.target.parse(`${place.address(2)}:${place.port}`)
    const shaken = tlsProbe.read(await tlsProbe.run(tls, context(1000, [])), tls)
    assert.deepEqual(withoutSoon(shaken.findings.map(({ code }) => code)), ['certificate_expired'])
    const greeter = await listen(socket => socket.end('220 mail.example ESMTP\r\n'))
    const banner = (text: string) =>
      tcpProbe.target.parse({ host: '127.0.0.1', port: greeter.port, banner: text })
    const said = async (text: string) =>
      tcpProbe.read(await tcpProbe.run(banner(text), context(1000, [])), banner(text)).findings
    assert.deepEqual(await said('ESMTP'), [])
    assert.equal((await said('IMAP'))[0]?.code, 'banner_missing')
    greeter.close()
  })
})

/** Dates of a certificate that runs out in so many days. */
function inDays(days: number): { from: string; to: string } {
  const written = (at: number) => `${new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '')}`
  return { from: longAgo.from, to: written(Date.now() + days * 86_400_000) }
}

/** A server that sends the root as well: a whole chain, to an authority that nobody knows. */
function withRoot(identity: Identity, root: string): Identity {
  appendFileSync(identity.certificate, root)
  return identity
}
