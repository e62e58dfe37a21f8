import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import { UserError } from '../base/user-error.ts'
import { Refusal } from '../model/refusal.ts'

export interface Listening extends AsyncDisposable {
  /** `http://127.0.0.1:8080/` */
  readonly url: string
}

/** Answers a request in time, if it is its own. @returns false for one that is not */
export type Handler = (request: IncomingMessage, response: ServerResponse) => boolean

const limits = {
  // Whoever sends a header by the byte, or a body of days, is not waited for. Milliseconds.
  headersTimeout: 10_000,
  requestTimeout: 120_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16_384,
  // Node would refuse without a word; we do it with words.
  requireHostHeader: false,
}

const noHost = new Refusal(400, 'no-host', 'there is no Host header', 'see RFC 9112, 3.2')

/**
 * Serves `app` until disposed; requests under way are finished first.
 * @param port 0 for any free one
 * @param first is asked before `app`
 * @throws UserError `port-in-use`, `cannot-listen`
 */
export async function listen(
  app: Hono,
  host: string,
  port: number,
  first: Handler = () => false,
): Promise<Listening> {
  const rest = getRequestListener(app.fetch)
  const server = createServer(limits, (request, response) => {
    if (isWithoutHost(request)) answer(response, noHost)
    else if (!first(request, response)) void rest(request, response)
  })
  refuseInWords(server)
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => reject(inWords(error, host, port)))
    server.listen(port, host, resolve)
  })
  const { address, port: taken, family } = server.address() as AddressInfo
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}/`,
    [Symbol.asyncDispose]: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeIdleConnections()
      }),
  }
}

/** RFC 9112, 3.2: required from HTTP/1.1 on. */
function isWithoutHost({ headers, httpVersionMajor, httpVersionMinor }: IncomingMessage): boolean {
  return headers.host === undefined && httpVersionMajor === 1 && httpVersionMinor > 0
}

function answer(response: ServerResponse, refusal: Refusal): void {
  response.writeHead(refusal.status, { 'content-type': 'application/json', connection: 'close' })
  response.end(JSON.stringify(refusal.body))
}

/** What is no HTTP that we take is answered too, in the form of every other refusal. */
function refuseInWords(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (socket.writable) socket.end(raw(refusalOf(error.code)))
    else socket.destroy()
  })
  server.on('connect', (_request, socket: Duplex) => {
    socket.on('error', () => {})
    socket.end(raw(new Refusal(405, 'method-not-allowed', 'this is no proxy', 'send another request')))
  })
  server.on('checkExpectation', (_request, response) => {
    answer(
      response,
      new Refusal(417, 'unknown-expectation', 'this cannot be expected of us', 'leave Expect out'),
    )
  })
}

function refusalOf(code: string | undefined): Refusal {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new Refusal(431, 'headers-too-large', 'the headers are too large', 'send fewer')
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return new Refusal(408, 'too-slow', 'the request took too long to come', 'send it again')
  }
  return new Refusal(400, 'malformed-request', 'this is not HTTP as we read it', 'see RFC 9112')
}

/** An answer as it goes over the wire, where node:http has no response object to write it by. */
function raw(refusal: Refusal): string {
  const body = JSON.stringify(refusal.body)
  const head = [
    `HTTP/1.1 ${refusal.status} ${refusal.code}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  return `${head.join('\r\n')}\r\n\r\n${body}`
}

function inWords(error: Error & { code?: string }, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    const todo = 'stop it, or choose another port with --port or PRAHARI_PORT (0 takes a free one)'
    return new UserError('port-in-use', `port ${port} on ${host} is taken by another program`, todo)
  }
  const todo = 'choose another address with --host or another port with --port'
  return new UserError('cannot-listen', `cannot listen on ${host} port ${port}: ${error.message}`, todo)
}
