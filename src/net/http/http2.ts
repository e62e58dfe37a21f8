import { connect } from 'node:http2'
import type { TLSSocket } from 'node:tls'
import { abortFailure, failureOf } from '../failure.ts'
import {
  bodyCollector,
  type Exchange,
  type ExchangeOptions,
  type HttpRequest,
  type HttpResponse,
  plainHeaders,
} from './message.ts'

/** One HTTP/2 exchange (RFC 9113) on a connection of its own, which it closes. */
export function exchangeHttp2(
  socket: TLSSocket,
  request: HttpRequest,
  { signal, maxBody }: ExchangeOptions,
): Exchange {
  const response: HttpResponse = { headers: {}, body: '' }
  const body = bodyCollector(maxBody)
  const head = Promise.withResolvers<HttpResponse>()
  const done = Promise.withResolvers<HttpResponse>()
  const session = connect(request.url.origin, { createConnection: () => socket })
  let ended = false
  const end = (failure?: HttpResponse['failure']) => {
    if (ended) return
    ended = true
    signal.removeEventListener('abort', giveUp)
    if (failure !== undefined) response.failure = failure
    response.body = body.text()
    head.resolve(response)
    done.resolve(response)
    session.destroy()
    socket.destroy()
  }
  const giveUp = () => end(abortFailure(signal))
  const cutOff = () => end('eof_error')
  signal.addEventListener('abort', giveUp, { once: true })
  session.on('error', error => end(failureOf(error)))
  session.once('close', cutOff)
  const stream = session.request({
    ':method': request.method,
    ':path': request.url.pathname + request.url.search,
    ...request.headers,
  })
  stream.on('error', error => end(failureOf(error)))
  stream.once('response', headers => {
    response.status = Number(headers[':status'])
    response.headers = plainHeaders(headers)
    head.resolve(response)
  })
  stream.on('data', (chunk: Buffer) => {
    if (!body.add(chunk)) end()
  })
  stream.once('end', () => end(response.status === undefined ? 'eof_error' : undefined))
  stream.end(request.body)
  return { head: head.promise, done: done.promise }
}
