import { request as startRequest } from 'node:http'
import type { Socket } from 'node:net'
import { abortFailure, failureOf } from '../failure.ts'
import {
  bodyCollector,
  type Exchange,
  type ExchangeOptions,
  type HttpRequest,
  type HttpResponse,
  plainHeaders,
} from './message.ts'

/** One HTTP/1.1 exchange (RFC 9112) on a connection of its own, which it closes. */
export function exchangeHttp1(
  socket: Socket,
  request: HttpRequest,
  { signal, maxBody }: ExchangeOptions,
): Exchange {
  const response: HttpResponse = { headers: {}, body: '' }
  const body = bodyCollector(maxBody)
  const head = Promise.withResolvers<HttpResponse>()
  const done = Promise.withResolvers<HttpResponse>()
  let ended = false
  const end = (failure?: HttpResponse['failure']) => {
    if (ended) return
    ended = true
    signal.removeEventListener('abort', giveUp)
    if (failure !== undefined) response.failure = failure
    response.body = body.text()
    head.resolve(response)
    done.resolve(response)
    socket.destroy()
  }
  const giveUp = () => end(abortFailure(signal))
  signal.addEventListener('abort', giveUp, { once: true })
  const message = startRequest({
    createConnection: () => socket,
    method: request.method,
    path: request.url.pathname + request.url.search,
    headers: { host: request.url.host, ...request.headers, connection: 'close' },
  })
  message.once('error', error => end(isHangUp(error) ? 'eof_error' : failureOf(error)))
  message.once('response', incoming => {
    response.status = incoming.statusCode ?? 0
    response.headers = plainHeaders(incoming.headers)
    head.resolve(response)
    incoming.on('data', (chunk: Buffer) => {
      if (!body.add(chunk)) end()
    })
    incoming.once('end', () => end(incoming.complete ? undefined : 'eof_error'))
    incoming.once('error', error => end(incoming.complete ? failureOf(error) : 'eof_error'))
    incoming.once('close', () => end(incoming.complete ? undefined : 'eof_error'))
  })
  message.end(request.body)
  return { head: head.promise, done: done.promise }
}

/** The server closed the connection before its answer was complete. */
function isHangUp(error: Error): boolean {
  return error.message === 'socket hang up'
}
