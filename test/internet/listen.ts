import { createServer, type Server, type Socket } from 'node:net'

/** A server of a test's own on a free port of loopback. */
export interface Listener {
  readonly port: number
  close(): void
  /** Takes nobody any more, and keeps whom it has. */
  stopListening(): void
}

/** @param serve what is done with each connection; the errors of its socket are not the test's affair */
export async function listen(serve: (socket: Socket) => void): Promise<Listener> {
  const open = new Set<Socket>()
  const server: Server = createServer(socket => {
    open.add(socket)
    socket.on('error', () => {})
    serve(socket)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const bound = server.address()
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0
  const stopListening = () => void server.close()
  return {
    port,
    stopListening,
    close() {
      stopListening()
      for (const socket of open) socket.destroy()
    },
  }
}
