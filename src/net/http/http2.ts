import { connect, constants } from 'node:http2'
import type { Socket } from 'node:net'
import type { Failure } from '../../model/failure.ts'
import { failureOf } from '../failure.ts'
import { openExchange } from './exchange.ts'
import type { Exchange, ExchangeOptions, HttpRequest } from './message.ts'

/**
 * One HTTP/2 exchange (RFC 9113) on a connection of its own, which it closes. A server that wants HTTP/1.1
 * for the request (§9.3.3) fails it as `http_1_1_required`.
 */
export function exchangeHttp2(socket: Socket, request: HttpRequest, options: ExchangeOptions): Exchange {
  const session = connect(request.url.origin, { createConnection: () => socket })
  const exchange = openExchange(options, () => {
    session.destroy()
    socket.destroy()
  })
  session.on('error', error => exchange.end(failureOf(error)))
  session.once('close', () => exchange.end('eof_error'))
  session.once('goaway', code => {
    if (code !== constants.NGHTTP2_NO_ERROR) exchange.end(codeFailure(code))
  })
  const stream = session.request({
    ':method': request.method,
    ':path': request.url.pathname + request.url.search,
    ...request.headers,
  })
  stream.on('error', error => exchange.end(codeFailure(stream.rstCode ?? 0, error)))
  stream.once('response', headers => exchange.arrive(Number(headers[':status']), headers))
  stream.on('data', exchange.take)
  stream.once('trailers', exchange.trail)
  // A stream that is cancelled, or whose connection is closed, ends too, with a code.
  stream.once('end', () => exchange.end(exchange.begun && !stream.rstCode ? undefined : 'eof_error'))
  stream.end(request.body)
  return exchange
}

/** @param error what Node makes of it, which knows a reset connection from a reset stream */
function codeFailure(code: number, error?: Error): Failure {
  if (code === constants.NGHTTP2_HTTP_1_1_REQUIRED) return 'http_1_1_required'
  return error === undefined ? 'http2_protocol_error' : failureOf(error)
}
