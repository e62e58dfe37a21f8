import { connect as connectSocket, type Socket } from 'node:net'
import type { Failure } from '../../model/failure.ts'
import { isPrivateAddress } from '../address.ts'
import { abortFailure, failureOf } from '../failure.ts'

export type Connected = { socket: Socket; failure?: never } | { socket?: never; failure: Failure }

export interface ConnectOptions {
  readonly signal: AbortSignal
  /** Refuses addresses that are not public, for targets that a stranger named. */
  readonly publicOnly?: boolean
}

/**
 * Opens a fresh TCP connection to one address; never a pooled one, for a server that has stopped
 * listening may go on answering on connections that it holds. The caller destroys the socket.
 */
export function connect(
  address: string,
  port: number,
  { signal, publicOnly = false }: ConnectOptions,
): Promise<Connected> {
  if (publicOnly && isPrivateAddress(address))
    return Promise.resolve({ failure: 'unknown_failure: private_address' })
  if (signal.aborted) return Promise.resolve({ failure: abortFailure(signal) })
  return new Promise(resolve => {
    const socket = connectSocket({ host: address, port, noDelay: true, autoSelectFamily: false })
    const end = (result: Connected) => {
      signal.removeEventListener('abort', giveUp)
      socket.removeListener('connect', succeed)
      socket.removeListener('error', fail)
      if (result.failure !== undefined) {
        socket.on('error', () => {})
        socket.destroy()
      }
      resolve(result)
    }
    const succeed = () => end({ socket })
    const fail = (error: Error) => end({ failure: failureOf(error) })
    const giveUp = () => end({ failure: abortFailure(signal) })
    socket.once('connect', succeed)
    socket.once('error', fail)
    signal.addEventListener('abort', giveUp, { once: true })
  })
}
