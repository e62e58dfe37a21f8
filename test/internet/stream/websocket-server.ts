import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { join } from 'node:path'
import { WebSocketServer } from 'ws'
import { accepts } from '../accepts.ts'
import { type Daemon, startDaemon } from '../dns/daemon.ts'
import type { Identity } from '../http/authority.ts'

/** Starts a WebSocket server over TLS: `/` waits, `/news` talks first, `/close/<code>` closes at a ping. */
export function startWebSocketServer(address: string, port: number, identity: Identity): Promise<Daemon> {
  const script = join(import.meta.dirname, 'websocket-server.ts')
  const args = [script, address, String(port), identity.certificate, identity.key]
  return startDaemon(process.execPath, args, () => accepts(address, port))
}

function serve(address: string, port: number, certificate: string, key: string): void {
  const server = createServer({ cert: readFileSync(certificate), key: readFileSync(key) })
  const sockets = new WebSocketServer({
    server,
    autoPong: false,
    handleProtocols: offered => (offered.has('chat') ? 'chat' : false),
  })
  sockets.on('connection', (socket, { url = '/' }) => {
    const code = /^\/close\/(\d+)$/.exec(url)?.[1]
    if (url === '/news') for (const size of [5, 200, 35_000]) socket.send('n'.repeat(size))
    socket.on('ping', payload => (code === undefined ? socket.pong(payload) : socket.close(Number(code))))
  })
  server.listen(port, address)
}

if (import.meta.main) {
  const [address = '', port, certificate = '', key = ''] = process.argv.slice(2)
  serve(address, Number(port), certificate, key)
}
