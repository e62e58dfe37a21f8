import type { Socket } from 'node:net'
import type { Failure } from '../../model/failure.ts'
import { hear, tooLong } from './hear.ts'

const mostBytes = 512

/** Reads what a server says by itself: its first line, at most 512 bytes. Does not throw. */
export async function readBanner(
  socket: Socket,
  signal: AbortSignal,
): Promise<{ text: string; failure?: Failure }> {
  const line = (bytes: Buffer) => (bytes.includes('\n') ? true : undefined)
  const { bytes, failure } = await hear(socket, line, { signal, mostBytes })
  const text = bytes.toString('latin1')
  const enough = failure === tooLong || (failure === 'eof_error' && text !== '')
  return failure === undefined || enough ? { text } : { text, failure }
}
