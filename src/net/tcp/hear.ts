import type { Socket } from 'node:net'
import type { Failure } from '../../model/failure.ts'
import { abortFailure, failureOf } from '../failure.ts'

/** What was heard of a server: `value` once it was whole, otherwise why it never was. */
export interface Heard<Value> {
  readonly value?: Value
  /** All that came, whole or not. */
  readonly bytes: Buffer
  readonly failure?: Failure
}

export interface HearOptions {
  readonly signal: AbortSignal
  /** What is longer than this before it is whole is a failure. */
  readonly mostBytes: number
}

/** The failure of what goes on longer than anybody need listen. */
export const tooLong: Failure = 'unknown_failure: too_long'

/**
 * Listens on an open connection until what came makes sense, and pauses it then. Does not throw.
 * @param whole reads what has come so far, and the latest piece of it; undefined as long as it is not whole
 */
export function hear<Value>(
  socket: Socket,
  whole: (bytes: Buffer, latest: Buffer) => Value | undefined,
  { signal, mostBytes }: HearOptions,
): Promise<Heard<Value>> {
  return new Promise(resolve => {
    let bytes: Buffer = Buffer.alloc(0)
    const end = (heard: Omit<Heard<Value>, 'bytes'>) => {
      signal.removeEventListener('abort', giveUp)
      socket.removeListener('data', take).removeListener('end', hangUp).removeListener('close', hangUp)
      socket.removeListener('error', fail).on('error', () => {})
      socket.pause()
      resolve({ ...heard, bytes })
    }
    const take = (chunk: Buffer) => {
      const latest = chunk.subarray(0, mostBytes - bytes.length)
      bytes = Buffer.concat([bytes, latest])
      const value = whole(bytes, latest)
      if (value !== undefined) end({ value })
      else if (bytes.length === mostBytes) end({ failure: tooLong })
    }
    const giveUp = () => end({ failure: abortFailure(signal) })
    const hangUp = () => end({ failure: socket.errored ? failureOf(socket.errored) : 'eof_error' })
    const fail = (error: Error) => end({ failure: failureOf(error) })
    if (signal.aborted) return giveUp()
    if (socket.destroyed || socket.readableEnded) return hangUp()
    signal.addEventListener('abort', giveUp, { once: true })
    socket.on('data', take).once('end', hangUp).once('close', hangUp).once('error', fail)
    socket.resume()
  })
}
