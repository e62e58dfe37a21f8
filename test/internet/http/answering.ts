import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A web server of a test's own on loopback, whose answers may be changed while it runs. */
export interface Answering extends AsyncDisposable {
  readonly url: string
  /** What was asked, in order. */
  readonly requests: IncomingMessage[]
  answer: (request: IncomingMessage, response: ServerResponse) => void
  /** Takes nobody any more, and comes back at the same port. */
  stop(): Promise<void>
  start(): Promise<void>
}

export async function answering(answer: Answering['answer']): Promise<Answering> {
  let port = 0
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    here.answer(request, response)
  })
  const stop = async () => {
    if (!server.listening) return
    const closed = new Promise(resolve => server.close(resolve))
    server.closeAllConnections()
    await closed
  }
  const start = async () => {
    await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  }
  await start()
  const here: Answering = {
    url: `http://127.0.0.1:${port}/`,
    requests,
    answer,
    stop,
    start,
    [Symbol.asyncDispose]: stop,
  }
  return here
}
