import { createHash } from 'node:crypto'
import type { Clock } from '../../base/clock.ts'
import { type GetOptions, type Got, get } from '../../net/http/get.ts'
import type { Ask, Secrets } from './reader.ts'

const megabyte = 1_000_000
/** Characters of an answer that are held until the next. */
const longest = 1_000_000
const patienceMs = 15_000
const longestRetryMs = 3_600_000
const turnedAwayMs = 300_000

export interface Answer {
  /** Empty where it is long, did not change, and was not wanted whole. */
  readonly text: string
  /** False where the source says that it is what it was, or where it was not asked again. */
  readonly changed: boolean
}

/** Why there is nothing to read: a failure's name, `status_503`, `wrong_type`. */
export interface NoAnswer {
  readonly because: string
  /** Something came from there, so that the line to the world is sound. */
  readonly answered: boolean
  /** Milliseconds that the source asked to be left alone for. */
  readonly retryAfter?: number
}

/** Asks, and remembers the last answer of each address so as to ask only for what is new. */
export interface Asker {
  /** @param whole the text is needed though it be what it was */
  ask(ask: Ask, whole: boolean, signal: AbortSignal): Promise<Answer | NoAnswer>
  /** What was got under a mark is in doubt: it is asked for again. */
  forget(ask: Ask): void
}

export interface AskerOptions extends Pick<GetOptions, 'resolve' | 'privateHosts'> {
  readonly secrets: Secrets
  readonly clock: Clock
}

interface Held {
  /** Absent of what is long: then only whether it changed is known. */
  readonly text: string | undefined
  readonly digest: string
  readonly mark: string | undefined
  readonly etag: string | undefined
  readonly modified: string | undefined
}

export function createAsker({ resolve, privateHosts, secrets, clock }: AskerOptions): Asker {
  const memory = new Map<string, Held>()

  async function fetched(ask: Ask, held: Held | undefined, signal: AbortSignal): Promise<Answer | NoAnswer> {
    const bearer = ask.secret && secrets[ask.secret]
    const got = await get({
      url: ask.url,
      headers: { accept: accepted[ask.form], ...conditions(held) },
      ...(bearer !== undefined && { bearer }),
      most: ask.most ?? megabyte,
      timeout: patienceMs,
      resolve,
      privateHosts,
      signal,
    })
    if ('because' in got) return { because: got.because, answered: got.because === 'http_body_too_long' }
    if (got.status === 304 && held !== undefined) {
      memory.set(ask.url, { ...held, mark: ask.mark })
      return { text: held.text ?? '', changed: false }
    }
    if (got.status !== 200) {
      const retryAfter = retryOf(got, clock.now())
      return {
        because: `status_${got.status}`,
        answered: true,
        ...(retryAfter !== undefined && { retryAfter }),
      }
    }
    const text = decoded(got)
    if (isNotWanted(text, got)) return { because: 'wrong_type', answered: true }
    const { etag, 'last-modified': modified } = got.headers
    const digest = createHash('sha256').update(got.body).digest('base64')
    memory.set(ask.url, {
      text: text.length > longest ? undefined : text,
      digest,
      mark: ask.mark,
      etag,
      modified,
    })
    return { text, changed: digest !== held?.digest }
  }

  return {
    async ask(ask, whole, signal) {
      const known = memory.get(ask.url)
      const held = whole && known?.text === undefined ? undefined : known
      if (held?.text !== undefined && ask.mark !== undefined && held.mark === ask.mark) {
        return { text: held.text, changed: false }
      }
      return await fetched(ask, held, signal)
    },
    forget: ({ url, mark }) => {
      if (mark !== undefined) memory.delete(url)
    },
  }
}

const accepted: Record<Ask['form'], string> = {
  json: 'application/json, */*;q=0.1',
  feed: 'application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.1',
}

function conditions(held: Held | undefined): Record<string, string> {
  return {
    ...(held?.etag !== undefined && { 'if-none-match': held.etag }),
    ...(held?.modified !== undefined && { 'if-modified-since': held.modified }),
  }
}

/** Seconds or a date (RFC 9110, 10.2.3), as far as one may be made to wait; a while where we are turned away without a word of it. */
function retryOf({ status, headers }: Got, now: number): number | undefined {
  const written = headers['retry-after'] ?? ''
  const ms = /^\d+$/.test(written) ? Number(written) * 1000 : Date.parse(written) - now
  if (!Number.isNaN(ms)) return Math.min(Math.max(0, ms), longestRetryMs)
  return [401, 403, 429].includes(status) ? turnedAwayMs : undefined
}

function decoded({ headers, body }: Got): string {
  const [, said] = /charset="?([^";\s]+)/i.exec(headers['content-type'] ?? '') ?? []
  const start = Buffer.from(body.subarray(0, 200)).toString('latin1')
  const [, declared] = /^<\?xml[^>]*encoding=["']([^"']+)/.exec(start) ?? []
  return decoderOf(said ?? declared ?? 'utf-8').decode(body)
}

function decoderOf(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset)
  } catch {
    return new TextDecoder()
  }
}

/** A page for people in the place of data, or no text at all. Types are often wrong, so the text itself is looked at. */
function isNotWanted(text: string, { headers }: Got): boolean {
  if (/^(image|audio|video|font)\//.test(headers['content-type'] ?? '')) return true
  return /^\s*(<!--[\s\S]*?-->\s*)*<(!doctype html|html)\b/i.test(text.slice(0, 1000))
}
