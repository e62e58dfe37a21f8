import { type ClientRequest, request as startRequest } from 'node:http'
import type { Socket } from 'node:net'
import { failureOf } from '../failure.ts'
import { type OpenExchange, openExchange } from './exchange.ts'
import type { Exchange, ExchangeOptions, HttpRequest } from './message.ts'

/** One HTTP/1.1 exchange (RFC 9112) on a connection of its own, which it closes. */
export function exchangeHttp1(socket: Socket, request: HttpRequest, options: ExchangeOptions): Exchange {
  const exchange = openExchange(options, () => socket.destroy())
  ask(socket, request, { connection: 'close' }, exchange)
  return exchange
}

/**
 * Asks for another protocol on a connection of its own (RFC 9110 §7.8). Where the server switches, its answer
 * has status 101 and the connection stays open, with what already came behind the answer still to be read.
 */
export function upgradeHttp1(
  socket: Socket,
  request: HttpRequest,
  protocol: string,
  options: ExchangeOptions,
): Exchange {
  let upgraded = false
  const exchange = openExchange(options, () => {
    if (!upgraded) socket.destroy()
  })
  ask(socket, request, { connection: 'Upgrade', upgrade: protocol }, exchange).once(
    'upgrade',
    (incoming, _, behind) => {
      upgraded = true
      if (behind.length > 0) socket.unshift(behind)
      exchange.arrive(incoming.statusCode ?? 0, incoming.headers)
      exchange.end()
    },
  )
  return exchange
}

function ask(
  socket: Socket,
  { method, url, headers, body }: HttpRequest,
  connectionHeaders: Readonly<Record<string, string>>,
  exchange: OpenExchange,
): ClientRequest {
  const message = startRequest({
    createConnection: () => socket,
    method,
    path: url.pathname + url.search,
    headers: { host: url.host, ...headers, ...connectionHeaders },
  })
  message.once('error', error => exchange.end(isHangUp(error) ? 'eof_error' : failureOf(error)))
  message.once('response', incoming => {
    exchange.arrive(incoming.statusCode ?? 0, incoming.headers)
    incoming.on('data', exchange.take)
    incoming.once('end', () => exchange.end(incoming.complete ? undefined : 'eof_error'))
    incoming.once('error', error => exchange.end(incoming.complete ? failureOf(error) : 'eof_error'))
    incoming.once('close', () => exchange.end(incoming.complete ? undefined : 'eof_error'))
  })
  message.end(body)
  return message
}

/** The server closed the connection before its answer was complete. */
function isHangUp(error: Error): boolean {
  return error.message === 'socket hang up'
}
