import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { Hono } from 'hono'
import { UserError } from '../base/user-error.ts'

export interface Listening extends AsyncDisposable {
  /** `http://127.0.0.1:8080/` */
  readonly url: string
}

/**
 * Serves `app` until disposed; requests under way are finished first.
 * @param port 0 for any free one
 * @throws UserError `port-in-use`, `cannot-listen`
 */
export async function listen(app: Hono, host: string, port: number): Promise<Listening> {
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => reject(inWords(error, host, port)))
    server.listen(port, host, resolve)
  })
  const { address, port: taken, family } = server.address() as AddressInfo
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}/`,
    [Symbol.asyncDispose]: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeIdleConnections()
      }),
  }
}

function inWords(error: Error & { code?: string }, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    const todo = 'stop it, or choose another port with --port or PRAHARI_PORT (0 takes a free one)'
    return new UserError('port-in-use', `port ${port} on ${host} is taken by another program`, todo)
  }
  const todo = 'choose another address with --host or another port with --port'
  return new UserError('cannot-listen', `cannot listen on ${host} port ${port}: ${error.message}`, todo)
}
