import { abortFailure } from '../failure.ts'
import {
  bodyCollector,
  type Exchange,
  type ExchangeOptions,
  type HttpResponse,
  plainHeaders,
} from './message.ts'

/** An exchange that is under way: a protocol feeds it what arrives, and it ends once. */
export interface OpenExchange extends Exchange {
  arrive(status: number, headers: Readonly<Record<string, unknown>>): void
  /** Takes what comes behind the body. */
  trail(trailers: Readonly<Record<string, unknown>>): void
  /** Takes a piece of the body; ends the exchange when there is enough of it. */
  take(chunk: Buffer): void
  end(failure?: HttpResponse['failure']): void
  /** True once the head has arrived. */
  readonly begun: boolean
}

/** @param close called once, at the end, whatever ended it */
export function openExchange({ signal, maxBody }: ExchangeOptions, close: () => void): OpenExchange {
  const response: HttpResponse = { headers: {}, body: '', bytes: Buffer.alloc(0), trailers: {} }
  const body = bodyCollector(maxBody)
  const head = Promise.withResolvers<HttpResponse>()
  const done = Promise.withResolvers<HttpResponse>()
  let ended = false
  const end: OpenExchange['end'] = failure => {
    if (ended) return
    ended = true
    signal.removeEventListener('abort', giveUp)
    if (failure !== undefined) response.failure = failure
    response.bytes = body.bytes()
    response.body = response.bytes.toString('utf8')
    head.resolve(response)
    done.resolve(response)
    close()
  }
  const giveUp = () => end(abortFailure(signal))
  signal.addEventListener('abort', giveUp, { once: true })
  return {
    head: head.promise,
    done: done.promise,
    arrive(status, headers) {
      response.status = status
      response.headers = plainHeaders(headers)
      head.resolve(response)
    },
    trail(trailers) {
      response.trailers = plainHeaders(trailers)
    },
    take(chunk) {
      if (!body.add(chunk)) end()
    },
    end,
    get begun() {
      return response.status !== undefined
    },
  }
}
