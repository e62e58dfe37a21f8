import type { Socket } from 'node:net'
import type { Failure } from '../../model/failure.ts'
import { abortFailure, failureOf } from '../failure.ts'

const mostBytes = 512

/** Reads what a server says by itself: its first line, at most 512 bytes. Does not throw. */
export function readBanner(
  socket: Socket,
  signal: AbortSignal,
): Promise<{ text: string; failure?: Failure }> {
  return new Promise(resolve => {
    let text = ''
    const end = (failure?: Failure) => {
      signal.removeEventListener('abort', giveUp)
      resolve(failure === undefined ? { text } : { text, failure })
    }
    const giveUp = () => end(abortFailure(signal))
    signal.addEventListener('abort', giveUp, { once: true })
    socket.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString('latin1')).slice(0, mostBytes)
      if (text.includes('\n') || text.length === mostBytes) end()
    })
    socket.once('end', () => end(text === '' ? 'eof_error' : undefined))
    socket.once('error', error => end(failureOf(error)))
  })
}
