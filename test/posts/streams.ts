import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

/** A server of streams of posts on loopback: WebSockets as Jetstream has them, events as Mastodon has them. */
export interface PostServer {
  readonly port: number
  /** What was asked for, in order, as the server got it. */
  readonly asked: IncomingMessage[]
  close(): Promise<void>
}

export interface PostServerOptions {
  /** A WebSocket that is open; how many came before it. */
  socket?(socket: WebSocket, request: IncomingMessage, before: number): void
  /** A plain request; how many came before it. */
  plain?(request: IncomingMessage, response: ServerResponse, before: number): void
  /** An HTTP status to refuse a WebSocket with. */
  refuse?(request: IncomingMessage, before: number): number | undefined
}

export async function startPostServer({ socket, plain, refuse }: PostServerOptions): Promise<PostServer> {
  const asked: IncomingMessage[] = []
  const open = new Set<WebSocket>()
  const server = createServer((request, response) => {
    plain?.(request, response, asked.push(request) - 1)
  })
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request, stream, head) => {
    const before = asked.push(request) - 1
    const status = refuse?.(request, before)
    if (status !== undefined) {
      stream.end(`HTTP/1.1 ${status} Refused\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`)
      return
    }
    sockets.handleUpgrade(request, stream, head, opened => {
      open.add(opened)
      socket?.(opened, request, before)
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    asked,
    async close() {
      for (const each of open) each.terminate()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

/** A new post as Jetstream's first version tells it. @param at milliseconds since 1970 */
export function v1Post(at: number, author: string, text: string): string {
  return JSON.stringify({
    did: `did:plc:${author}`,
    time_us: at * 1000,
    kind: 'commit',
    unknown: { of: 'a later version' },
    commit: {
      rev: '3l',
      operation: 'create',
      collection: 'app.bsky.feed.post',
      rkey: '3l',
      cid: 'bafy',
      record: { $type: 'app.bsky.feed.post', text, langs: ['en'], createdAt: new Date(at).toISOString() },
    },
  })
}

/** The same as the second version tells it. */
export function v2Post(at: number, seq: number, author: string, text: string): string {
  return JSON.stringify({
    $type: 'message',
    payload: {
      $type: 'network.bsky.jetstream.subscribeEvents#commit',
      seq,
      did: `did:plc:${author}`,
      time: new Date(at).toISOString(),
      rev: '3l',
      operation: 'create',
      collection: 'app.bsky.feed.post',
      rkey: '3l',
      cid: 'bafy',
      record: { $type: 'app.bsky.feed.post', text },
    },
  })
}

/** A new post as an event of Mastodon's. */
export function mastodonPost(author: string, html: string, more: object = {}): string {
  const status = {
    id: '1',
    content: html,
    spoiler_text: '',
    reblog: null,
    language: 'en',
    account: { acct: author, url: `https://mastodon.example/@${author}`, bot: false },
    ...more,
  }
  return `event: update\ndata: ${JSON.stringify(status)}\n\n`
}
