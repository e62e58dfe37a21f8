import { request as startRequest } from 'node:http'
import type { Socket } from 'node:net'
import { failureOf } from '../failure.ts'
import { openExchange } from './exchange.ts'
import type { Exchange, ExchangeOptions, HttpRequest } from './message.ts'

/** One HTTP/1.1 exchange (RFC 9112) on a connection of its own, which it closes. */
export function exchangeHttp1(socket: Socket, request: HttpRequest, options: ExchangeOptions): Exchange {
  const exchange = openExchange(options, () => socket.destroy())
  const message = startRequest({
    createConnection: () => socket,
    method: request.method,
    path: request.url.pathname + request.url.search,
    headers: { host: request.url.host, ...request.headers, connection: 'close' },
  })
  message.once('error', error => exchange.end(isHangUp(error) ? 'eof_error' : failureOf(error)))
  message.once('response', incoming => {
    exchange.arrive(incoming.statusCode ?? 0, incoming.headers)
    incoming.on('data', exchange.take)
    incoming.once('end', () => exchange.end(incoming.complete ? undefined : 'eof_error'))
    incoming.once('error', error => exchange.end(incoming.complete ? failureOf(error) : 'eof_error'))
    incoming.once('close', () => exchange.end(incoming.complete ? undefined : 'eof_error'))
  })
  message.end(request.body)
  return exchange
}

/** The server closed the connection before its answer was complete. */
function isHangUp(error: Error): boolean {
  return error.message === 'socket hang up'
}
