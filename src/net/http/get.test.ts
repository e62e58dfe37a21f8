import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, isIP } from 'node:net'
import { after, describe, it } from 'node:test'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { listen } from '../../../test/internet/listen.ts'
import { type GetOptions, get } from './get.ts'

const open: (() => void)[] = []
after(() => {
  for (const close of open) close()
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  open.push(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function ask(url: string, options: Partial<GetOptions> = {}) {
  return get({
    url,
    headers: { accept: 'application/json' },
    most: 100_000,
    timeout: 2_000,
    resolve: async host => ({ addresses: [isIP(host.replaceAll(/[[\]]/g, '')) === 0 ? '127.0.0.1' : host] }),
    privateHosts: new Set(['127.0.0.1', 'campus.example']),
    signal: new AbortController().signal,
    ...options,
  })
}

const text = (got: Awaited<ReturnType<typeof ask>>) =>
  'body' in got ? Buffer.from(got.body).toString() : `because ${got.because}`

describe('getting a page of a stranger’s choosing', () => {
  it('brings the body, unpacked, and says who asks', async () => {
    const seen: (string | undefined)[] = []
    const url = await serve((request, response) => {
      seen.push(request.headers['user-agent'], request.headers.accept, request.headers['accept-encoding'])
      const packed = request.url === '/br' ? brotliCompressSync('brief') : gzipSync('brief')
      response.setHeader('content-encoding', request.url === '/br' ? 'br' : 'gzip').end(packed)
    })
    assert.equal(text(await ask(`${url}/gzip`)), 'brief')
    assert.equal(text(await ask(`${url}/br`)), 'brief')
    assert.match(seen[0] ?? '', /^Prahari\//)
    assert.deepEqual(seen.slice(1, 3), ['application/json', 'gzip, br'])
  })

  it('gives the status of what is no page, without its body', async () => {
    const url = await serve((_, response) => {
      response.statusCode = 503
      response.setHeader('retry-after', '120').end('we are very sorry')
    })
    const got = await ask(url)
    assert.ok('status' in got)
    assert.deepEqual([got.status, got.headers['retry-after'], got.body.length], [503, '120', 0])
  })

  it('asks no private address, by number or by name', async () => {
    const none = new Set<string>()
    const url = await serve((_, response) => response.end('secret'))
    assert.equal(text(await ask(url, { privateHosts: none })), 'because private_address')
    const port = new URL(url).port
    assert.equal(text(await ask(`http://inside.example:${port}/`)), 'because private_address')
    assert.equal(text(await ask(`http://[::ffff:127.0.0.1]:${port}/`)), 'because private_address')
    assert.equal(text(await ask(`http://campus.example:${port}/`)), 'secret')
  })

  it('is not led to a private address by a redirect', async () => {
    const inside = await serve((_, response) => response.end('secret'))
    const url = await serve((_, response) => {
      const location = `http://inside.example:${new URL(inside).port}/`
      response.writeHead(302, { location }).end()
    })
    assert.equal(text(await ask(url)), 'because private_address')
  })

  it('connects to the address that was checked, though the name means another a moment later', async () => {
    const url = await serve((_, response) => response.end('checked'))
    let asked = 0
    const resolve = async () => ({ addresses: [['127.0.0.1'], ['127.0.0.9']][asked++] ?? [] })
    assert.equal(text(await ask(`http://campus.example:${new URL(url).port}/`, { resolve })), 'checked')
    assert.equal(asked, 1)
  })

  it('follows redirects, five at most, and takes its token to no other origin', async () => {
    const bearers: (string | undefined)[] = []
    const other = await serve((request, response) => {
      bearers.push(request.headers.authorization)
      response.end('there')
    })
    const url = await serve((request, response) => {
      bearers.push(request.headers.authorization)
      const location = request.url === '/loop' ? '/loop' : other
      response.writeHead(301, { location }).end()
    })
    assert.equal(text(await ask(url, { bearer: 'hush' })), 'there')
    assert.deepEqual(bearers, ['Bearer hush', undefined])
    assert.equal(text(await ask(`${url}/loop`)), 'because http_too_many_redirects')
  })

  it('leaves HTTP and nothing else: a redirect to a file is none', async () => {
    const url = await serve((_, response) =>
      response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    )
    assert.equal(text(await ask(url)), 'because http_invalid_redirect_location_host')
  })

  it('breaks off what is too long, also what is small until it is unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000))
    let endless: NodeJS.Timeout | undefined
    const url = await serve((request, response) => {
      if (request.url === '/bomb') return response.setHeader('content-encoding', 'gzip').end(bomb)
      endless = setInterval(() => response.write('x'.repeat(10_000)), 1)
      if (request.url === '/sorry') response.statusCode = 503
      return response.once('close', () => clearInterval(endless))
    })
    assert.ok(bomb.length < 100_000)
    assert.equal(text(await ask(`${url}/bomb`)), 'because http_body_too_long')
    assert.equal(text(await ask(url)), 'because http_body_too_long')
    const sorry = await ask(`${url}/sorry`)
    assert.ok('status' in sorry && sorry.status === 503 && sorry.body.length === 0)
  })

  it('gives up what drips, what is silent and what breaks off', async () => {
    const dripping = await serve((_, response) => {
      const drip = setInterval(() => response.write(' '), 20)
      response.once('close', () => clearInterval(drip))
    })
    assert.equal(text(await ask(dripping, { timeout: 200 })), 'because generic_timeout_error')
    const silent = await listen(() => {})
    open.push(silent.close)
    const at = (port: number) => `http://127.0.0.1:${port}/`
    assert.equal(text(await ask(at(silent.port), { timeout: 200 })), 'because generic_timeout_error')
    const breaking = await listen(socket =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc')),
    )
    open.push(breaking.close)
    assert.match(text(await ask(at(breaking.port))), /^because (connection_reset|eof_error)$/)
  })

  it('names what it met otherwise: nobody there, no such name, no HTTP, a false packing', async () => {
    const gone = await listen(() => {})
    gone.close()
    assert.equal(text(await ask(`http://127.0.0.1:${gone.port}/`)), 'because connection_refused')
    const resolve = async () => ({ addresses: [], failure: 'dns_nxdomain_error' as const })
    assert.equal(text(await ask('http://campus.example/', { resolve })), 'because dns_nxdomain_error')
    const mail = await listen(socket => socket.end('220 mail.example ESMTP\r\n'))
    open.push(mail.close)
    assert.equal(text(await ask(`http://127.0.0.1:${mail.port}/`)), 'because http_malformed_response')
    const url = await serve((_, response) => response.setHeader('content-encoding', 'gzip').end('not gzip'))
    assert.equal(text(await ask(url)), 'because http_malformed_response')
  })

  it('ends at once when it is stopped', async () => {
    const url = await serve(() => {})
    const stop = new AbortController()
    const asked = ask(url, { signal: stop.signal })
    stop.abort()
    assert.equal(text(await asked), 'because interrupted')
  })
})
