import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { prefixHolds } from '../../src/net/bgp/ris-live.ts'
import { type Heard, readMonitorLine, risMessage } from './gobgp.ts'
import { lookingGlass } from './looking-glass.ts'
import { type Connection, webSocketServer } from './web-socket-server.ts'

/**
 * A route collector's public face: what GoBGP hears from each peer, as RIS Live messages over WebSocket, and
 * as a looking glass over HTTP.
 * Whoever subscribes is first told what the table holds of it, which the real one does not do. Arguments: the
 * address and port to listen on, then each peer as `address=AS`: a withdrawal does not say whose it is.
 */
const [address = '127.0.0.1', port = '0', ...peers] = process.argv.slice(2)
const peerAs = new Map(peers.map(peer => peer.split('=')).map(([ip = '', number]) => [ip, Number(number)]))

const table = new Map<string, Heard>()
/** The addresses that each listener asked for. */
const listeners = new Map<Connection, string[]>()

const Subscription = z.object({
  type: z.enum(['ris_subscribe', 'ris_unsubscribe']),
  data: z.object({ prefix: z.string().optional() }),
})

const server = webSocketServer({
  opened: connection => listeners.set(connection, []),
  closed: connection => listeners.delete(connection),
  answer: url => lookingGlass(url, table.values()),
  heard: (connection, text) => {
    const { success, data } = Subscription.safeParse(JSON.parse(text))
    if (!success) {
      connection.send('{"type":"pong","data":null}')
      return
    }
    const address = data.data.prefix?.replace(/\/.*/, '')
    if (address === undefined) return
    if (data.type === 'ris_subscribe') subscribe(connection, address)
    else unsubscribe(connection, address)
  },
})

function subscribe(connection: Connection, followed: string): void {
  listeners.get(connection)?.push(followed)
  for (const heard of table.values()) {
    if (prefixHolds(heard.prefix, followed)) connection.send(risMessage(heard, peerAs))
  }
}

function unsubscribe(connection: Connection, followed: string): void {
  const left = listeners.get(connection)?.filter(address => address !== followed)
  if (left !== undefined) listeners.set(connection, left)
}

function hear(heard: Heard): void {
  const key = `${heard.peer} ${heard.prefix}`
  if (heard.path === undefined) table.delete(key)
  else table.set(key, heard)
  for (const [connection, followed] of listeners) {
    if (followed.some(one => prefixHolds(heard.prefix, one))) connection.send(risMessage(heard, peerAs))
  }
}

function monitor(): void {
  const child = spawn('gobgp', ['monitor', 'adj-in', '-j', '--current'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  createInterface({ input: child.stdout }).on('line', line => {
    for (const heard of readMonitorLine(line)) hear(heard)
  })
  // It ends at once while gobgpd does not listen yet.
  child.on('exit', () => setTimeout(monitor, 200))
  process.once('exit', () => child.kill())
}

server.listen(Number(port), address)
monitor()
