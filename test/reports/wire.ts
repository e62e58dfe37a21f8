import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { ErrorBody } from '../../src/model/refusal.ts'
import type { Malformed } from './malformed.ts'

/** How a request was answered; `status` is 0 where the connection ended without an answer. */
export interface Answered {
  readonly status: number
  /** Whether the server ends the connection with it. */
  readonly last: boolean
  /** Whether the body is an error as every refusal is told, or a page with one, for a form. */
  readonly inWords: boolean
}

/** One connection after another to a server, for requests that no client of HTTP would send. */
export interface Wire {
  send(request: Malformed): Promise<Answered>
  close(): void
}

/** Milliseconds without an answer that count as none. */
const patience = 30_000

export function wireTo(port: number): Wire {
  let socket: Socket | undefined
  let received = Buffer.alloc(0)

  async function opened(): Promise<Socket> {
    if (socket?.writable && !socket.readableEnded) return socket
    received = Buffer.alloc(0)
    const fresh = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    fresh.on('error', () => {})
    fresh.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk])
    })
    socket = fresh
    await once(fresh, 'connect')
    return fresh
  }

  /** The answer that has come, once it is whole. */
  function whole(): Answered | undefined {
    const end = received.indexOf('\r\n\r\n')
    if (end < 0) return undefined
    const head = received.subarray(0, end).toString('latin1')
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0)
    if (status === 100) {
      received = received.subarray(end + 4)
      return whole()
    }
    const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0)
    const chunked = /^transfer-encoding: chunked/im.test(head)
    const rest = received.subarray(end + 4)
    if (chunked ? !rest.includes('0\r\n\r\n') : rest.length < length) return undefined
    const text = chunked ? (rest.toString().split('\r\n')[1] ?? '') : rest.subarray(0, length).toString()
    received = Buffer.alloc(0)
    return {
      status,
      last: /^connection: close/im.test(head),
      inWords: text.includes('<h1>') || isError(text),
    }
  }

  function answered(on: Socket): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('no answer came')), patience)
      const look = () => {
        const answer = whole()
        if (answer !== undefined) done(answer)
      }
      const gone = () => done(whole() ?? { status: 0, last: true, inWords: false })
      const done = (answer: Answered) => {
        clearTimeout(timer)
        on.off('data', look).off('end', gone).off('close', gone)
        resolve(answer)
      }
      on.on('data', look).on('end', gone).on('close', gone)
    })
  }

  async function sendOn(on: Socket, { bytes, ends }: Malformed): Promise<Answered> {
    const answer = answered(on)
    if (ends) on.end(bytes)
    else on.write(bytes)
    const result = await answer
    if (ends || result.last) on.destroy()
    return result
  }

  return {
    async send(request) {
      const kept = socket
      const answer = await sendOn(await opened(), request)
      // A connection that was kept may be closed by the other end just as it is used again (RFC 9112, 9.3.1).
      return answer.status === 0 && kept !== undefined ? await sendOn(await opened(), request) : answer
    },
    close: () => socket?.destroy(),
  }
}

function isError(text: string): boolean {
  try {
    return ErrorBody.safeParse(JSON.parse(text)).success
  } catch {
    return false
  }
}
