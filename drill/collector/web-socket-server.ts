import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'

/** One client's end of a WebSocket (RFC 6455), text messages only. */
export interface Connection {
  send(text: string): void
  close(): void
}

export interface Handlers {
  opened?(connection: Connection): void
  heard?(connection: Connection, text: string): void
  closed?(connection: Connection): void
  /** Answers a plain request with JSON; undefined sends whoever asks to the WebSocket. */
  answer?(url: string): string | undefined
}

const opcodes = { text: 1, close: 8, ping: 9, pong: 10 } as const

/** An HTTP server, not yet listening, that takes every upgrade for a WebSocket. */
export function webSocketServer(handlers: Handlers): Server {
  const server = createServer(({ url = '/' }, response) => {
    const json = handlers.answer?.(url)
    if (json === undefined) response.writeHead(426).end('a WebSocket is spoken here\n')
    else response.writeHead(200, { 'content-type': 'application/json' }).end(json)
  })
  acceptWebSockets(server, handlers)
  return server
}

/** Lets an HTTP server take upgrades for WebSockets. @param refuse the HTTP status to answer one with instead */
export function acceptWebSockets(
  server: Server,
  handlers: Handlers,
  refuse: (request: IncomingMessage) => number | undefined = () => undefined,
): void {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    const status = refuse(request)
    if (status !== undefined) {
      socket.end(`HTTP/1.1 ${status} \r\ncontent-length: 0\r\nconnection: close\r\n\r\n`)
      return
    }
    const key = request.headers['sec-websocket-key']
    if (key === undefined) {
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')
      return
    }
    const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    )
    serve(socket, handlers)
  })
}

function serve(socket: Duplex, handlers: Handlers): void {
  const connection: Connection = {
    send: text => socket.write(frame(opcodes.text, Buffer.from(text))),
    close: () => socket.destroy(),
  }
  let unread: Buffer = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    unread = Buffer.concat([unread, chunk])
    for (let next = readFrame(unread); next !== undefined; next = readFrame(unread)) {
      unread = unread.subarray(next.size)
      if (next.opcode === opcodes.text) handlers.heard?.(connection, next.payload.toString())
      if (next.opcode === opcodes.ping) socket.write(frame(opcodes.pong, next.payload))
      if (next.opcode === opcodes.close) socket.end(frame(opcodes.close, next.payload))
    }
  })
  socket.on('error', () => socket.destroy())
  socket.on('close', () => handlers.closed?.(connection))
  handlers.opened?.(connection)
}

function frame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload
  const first = 0x80 | opcode
  if (length < 126) return Buffer.concat([Buffer.from([first, length]), payload])
  const head = Buffer.alloc(length < 65_536 ? 4 : 10)
  head[0] = first
  head[1] = length < 65_536 ? 126 : 127
  if (length < 65_536) head.writeUInt16BE(length, 2)
  else head.writeBigUInt64BE(BigInt(length), 2)
  return Buffer.concat([head, payload])
}

/** The first frame of a client (always masked), or undefined while it is not all there. */
function readFrame(bytes: Buffer): { opcode: number; payload: Buffer; size: number } | undefined {
  const [first = 0, second = 0] = bytes
  const short = second & 0x7f
  const extra = short === 126 ? 2 : short === 127 ? 8 : 0
  const start = 2 + extra + 4
  if (bytes.length < start) return undefined
  const length = extra === 0 ? short : extra === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2))
  if (bytes.length < start + length) return undefined
  const mask = bytes.subarray(start - 4, start)
  const payload = Buffer.from(bytes.subarray(start, start + length))
  for (let n = 0; n < length; n++) payload[n] = (payload[n] ?? 0) ^ (mask[n % 4] ?? 0)
  return { opcode: first & 0x0f, payload, size: start + length }
}
