import type { Failure } from '../../model/failure.ts'

export interface HttpRequest {
  readonly method: string
  readonly url: URL
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

/** A response as far as it came; `failure` says why no further. */
export interface HttpResponse {
  status?: number
  /** Names in lower case; a header that came several times is joined by commas. */
  headers: Record<string, string>
  /** At most `maxBody` bytes of it, decoded as UTF-8, and as they came. */
  body: string
  bytes: Buffer
  /** What came behind the body, names in lower case; by HTTP/2 only. */
  trailers: Record<string, string>
  failure?: Failure
}

export interface ExchangeOptions {
  readonly signal: AbortSignal
  /** Bytes of the body to read; what lies beyond is not waited for. */
  readonly maxBody: number
}

/** One exchange in two moments: when the head is there, and when the body is. Neither throws. */
export interface Exchange {
  readonly head: Promise<HttpResponse>
  readonly done: Promise<HttpResponse>
}

/** Collects a body up to its bound. */
export function bodyCollector(maxBody: number): { add(chunk: Buffer): boolean; bytes(): Buffer } {
  const chunks: Buffer[] = []
  let length = 0
  return {
    add(chunk) {
      if (length < maxBody) chunks.push(chunk.subarray(0, maxBody - length))
      length += chunk.length
      return length < maxBody
    },
    bytes: () => Buffer.concat(chunks),
  }
}

export function plainHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  const plain: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith(':') && value !== undefined)
      plain[name] = Array.isArray(value) ? value.join(', ') : String(value)
  }
  return plain
}
