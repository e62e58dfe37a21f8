/** One event of a stream of server-sent events, or a sign of life (a comment) without a name. */
export interface ServerEvent {
  readonly event: string
  readonly data: string
}

export interface EventStreamHandlers {
  opened(): void
  event(event: ServerEvent): void
  /** A comment came: the stream lives. */
  alive(): void
}

/** Characters of one event that are read; what is longer ends the stream. */
const longestEvent = 1_000_000

/**
 * Listens to server-sent events (WHATWG HTML §9.2) until they end or `signal` is aborted.
 * It never throws: a stream that fails is one that ends.
 * @returns the HTTP status where the server refused, undefined otherwise
 */
export async function hearEventStream(
  url: string,
  headers: Readonly<Record<string, string>>,
  on: EventStreamHandlers,
  signal: AbortSignal,
): Promise<number | undefined> {
  try {
    const response = await fetch(url, {
      headers: { ...headers, accept: 'text/event-stream' },
      signal,
      redirect: 'error',
    })
    if (!response.ok || response.body === null) {
      await response.body?.cancel()
      return response.status
    }
    on.opened()
    const read = eventReader(on)
    for await (const text of response.body.pipeThrough(new TextDecoderStream())) if (!read(text)) break
  } catch {
    // Why a stream broke is the network's affair; that it did is what counts.
  }
  return undefined
}

/** @returns a function that takes the stream piece by piece, and says false when an event is too long to go on */
export function eventReader(on: Omit<EventStreamHandlers, 'opened'>): (piece: string) => boolean {
  let unread = ''
  let event = ''
  let data: string[] = []
  let length = 0
  const dispatch = (): void => {
    if (data.length > 0) on.event({ event: event === '' ? 'message' : event, data: data.join('\n') })
    event = ''
    data = []
    length = 0
  }
  const field = (text: string): void => {
    const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(text) ?? []
    if (name === 'event') event = value
    if (name === 'data') data.push(value)
    length += text.length
  }
  const line = (text: string): void => {
    if (text === '') dispatch()
    else if (text.startsWith(':')) on.alive()
    else field(text)
  }
  return piece => {
    unread += piece
    let begin = 0
    for (let end = unread.indexOf('\n'); end >= 0; end = unread.indexOf('\n', begin)) {
      line(unread.slice(begin, end).replace(/\r$/, ''))
      begin = end + 1
    }
    unread = unread.slice(begin)
    return unread.length + length <= longestEvent
  }
}
