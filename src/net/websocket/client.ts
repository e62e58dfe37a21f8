/** What a stream of messages tells as it goes. */
export interface StreamEvents {
  opened(): void
  message(text: string): void
}

/** Characters of one message that are read; a longer one is passed over. */
const longestMessage = 1_000_000

/**
 * Listens to a WebSocket (RFC 6455) until it ends or `signal` is aborted, then resolves. It never throws: a connection
 * that fails is one that ends.
 */
export function hearWebSocket(url: string, on: StreamEvents, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  const { promise, resolve } = Promise.withResolvers<void>()
  const socket = new WebSocket(url)
  const end = () => {
    signal.removeEventListener('abort', close)
    resolve()
  }
  // Whether the other side answers the farewell is not waited for.
  const close = () => {
    socket.close()
    end()
  }
  socket.addEventListener('open', () => on.opened())
  socket.addEventListener('message', ({ data }) => {
    if (typeof data === 'string' && data.length <= longestMessage && !signal.aborted) on.message(data)
  })
  socket.addEventListener('close', end)
  // A failed connection is told by `close` too, but not where the address itself is refused.
  socket.addEventListener('error', end)
  signal.addEventListener('abort', close, { once: true })
  return promise
}
