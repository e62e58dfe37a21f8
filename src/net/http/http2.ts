import { connect } from 'node:http2'
import type { TLSSocket } from 'node:tls'
import { failureOf } from '../failure.ts'
import { openExchange } from './exchange.ts'
import type { Exchange, ExchangeOptions, HttpRequest } from './message.ts'

/** One HTTP/2 exchange (RFC 9113) on a connection of its own, which it closes. */
export function exchangeHttp2(socket: TLSSocket, request: HttpRequest, options: ExchangeOptions): Exchange {
  const session = connect(request.url.origin, { createConnection: () => socket })
  const exchange = openExchange(options, () => {
    session.destroy()
    socket.destroy()
  })
  session.on('error', error => exchange.end(failureOf(error)))
  session.once('close', () => exchange.end('eof_error'))
  const stream = session.request({
    ':method': request.method,
    ':path': request.url.pathname + request.url.search,
    ...request.headers,
  })
  stream.on('error', error => exchange.end(failureOf(error)))
  stream.once('response', headers => exchange.arrive(Number(headers[':status']), headers))
  stream.on('data', exchange.take)
  stream.once('end', () => exchange.end(exchange.begun ? undefined : 'eof_error'))
  stream.end(request.body)
  return exchange
}
