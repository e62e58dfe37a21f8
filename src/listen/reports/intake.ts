import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '../../base/clock.ts'
import type { Log } from '../../base/log.ts'
import { Refusal } from '../../model/refusal.ts'
import type { Catalogue } from '../../model/service.ts'
import type { Tokens } from '../../model/tokens.ts'
import type { DayKeys, ReportLog } from '../../store/reports.ts'
import {
  type Answer,
  notTakenAnswer,
  preflightAnswer,
  refusalAnswer,
  send,
  takenAnswer,
  thanksAnswer,
} from './answer.ts'
import { writtenBatch } from './batch.ts'
import { batchThread } from './batch-thread.ts'
import { type BodyRoom, largeBody, readBody, smallBody } from './body.ts'
import { type FloodPolicy, floodControl } from './flood.ts'
import { type From, fromWhom } from './from.ts'
import { type Known, knownIn } from './known.ts'
import { readForm, readJson } from './read-request.ts'
import type { Prefix } from './sender.ts'
import { type Taken, taker } from './take.ts'
import { whoIs } from './who.ts'

export interface ReportIntakeOptions {
  readonly log: Pick<ReportLog, 'append' | 'appendBlock'> & DayKeys
  /** The catalogue in force now. */
  readonly catalogue: () => Catalogue
  /** Read anew at most once a second, so that a new token works at once. */
  readonly tokens: () => Promise<Tokens>
  /** Whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly Prefix[]
  /** Tags of the site's languages; the first is the fallback. */
  readonly languages: readonly string[]
  /** The page in a language for a form that was not taken: since too many come, or since it is wrong. */
  readonly notTaken: (language: string, tooMany: boolean) => string
  /** Signs challenges; a new one at each start. */
  readonly secret: string
  readonly clock: Clock
  readonly logger: Log
  readonly policy?: FloodPolicy
}

export interface ReportIntake extends AsyncDisposable {
  /** Takes a request if it is for the intake, and answers it in time. @returns false for one that is not */
  handle(request: IncomingMessage, response: ServerResponse): boolean
  /** How many reports were refused since the last time because their senders sent too fast, by service. */
  drainRefused(): Map<string, number>
}

export const reportsPath = '/api/v1/reports'
/** Bytes of bodies that are under way together. */
const bodyRoom = 64 * 2 ** 20
/** Bytes from which on a body is read in a thread of its own: some fifty reports, or a fraction of a millisecond. */
const forThread = 8 * 2 ** 10

const json = 'application/json'
const form = 'application/x-www-form-urlencoded'

/** Where people's reports come in: `POST /api/v1/reports`, straight on node:http, which is twice as fast so. */
export function reportIntake(options: ReportIntakeOptions): ReportIntake {
  const { log, clock, logger, languages } = options
  const room: BodyRoom = { left: bodyRoom }
  const from = fromWhom({ ...options, keys: log })
  const known = knownNow(options.catalogue)
  const thread = batchThread(known, clock)
  const who = whoIs()
  let refused = new Map<string, number>()
  const take = taker({
    log,
    clock,
    known,
    flood: floodControl(clock, options.policy),
    proofs: once(async () => (await import('./proof.ts')).proofsOfWork(clock, options.secret)),
    tooFast: (service, count) => refused.set(service, (refused.get(service) ?? 0) + count),
  })

  async function answered(request: IncomingMessage): Promise<Answer | undefined> {
    if (request.method === 'OPTIONS') return preflightAnswer()
    const type = checked(request)
    const body = await readBody(request, type === form ? smallBody : largeBody, room)
    if (body === undefined) return undefined
    if (type === form) {
      return await formAnswer(body.toString(), await from(request))
    }
    return takenAnswer(await takenFrom(body, await from(request)))
  }

  async function formAnswer(body: string, sender: From): Promise<Answer> {
    const language = languageOf(body)
    try {
      await take.one(readForm(body), sender, who(sender))
      return thanksAnswer(language)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return notTakenAnswer(error, options.notTaken(language, error.status === 429))
    }
  }

  async function takenFrom(body: Buffer, sender: From): Promise<Taken> {
    const { length } = body
    const read = length < forThread ? readJson(body.toString()) : await thread.read(body, sender)
    if ('items' in read) {
      const written = writtenBatch(read, sender, who(sender), known(), clock.now())
      return await take.batch(written, sender, who(sender))
    }
    if ('block' in read) return await take.batch(read, sender, who(sender))
    if (length > smallBody) throw tooLong()
    return await take.one(read, sender, who(sender))
  }

  function languageOf(body: string): string {
    const wanted = new URLSearchParams(body).get('lang')
    return languages.find(tag => tag === wanted) ?? languages[0] ?? 'en'
  }

  function failed(error: unknown): Answer {
    if (error instanceof Refusal) return refusalAnswer(error)
    logger.error('a report could not be kept', { error })
    const todo = 'send it again; the observatory has the reason in its log'
    return refusalAnswer(new Refusal(503, 'not-kept', 'the observatory could not keep it', todo, 10))
  }

  return {
    handle(request, response) {
      if (!isReports(request.url)) return false
      answered(request)
        .catch(failed)
        .then(answer => {
          if (answer !== undefined) send(response, answer)
        })
      return true
    },
    drainRefused() {
      const drained = refused
      refused = new Map()
      return drained
    },
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  }
}

function isReports(url: string | undefined): boolean {
  return url !== undefined && (url === reportsPath || url.startsWith(`${reportsPath}?`))
}

/** @throws Refusal for what cannot be a report, before its body is read */
function checked({ method, headers }: IncomingMessage): typeof json | typeof form {
  if (method !== 'POST') {
    throw new Refusal(405, 'method-not-allowed', `${method} is not for reports`, 'send a POST')
  }
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
  if (type !== json && type !== form) {
    const message = `content-type ${JSON.stringify(type?.slice(0, 80) ?? '')} is not read here`
    throw new Refusal(415, 'unknown-content-type', message, `send ${json} or ${form}`)
  }
  const encoding = headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity') {
    throw new Refusal(415, 'unknown-encoding', 'a packed body is not read here', 'send it plain')
  }
  return type
}

function tooLong(): Refusal {
  return new Refusal(413, 'body-too-large', `one report has ${smallBody} bytes at most`, 'send less')
}

/** Proofs of work are loaded when they are first needed: most observatories are never flooded. */
function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** Looked up anew when the catalogue is another. */
function knownNow(catalogue: () => Catalogue): () => Known {
  let known: { readonly of: Catalogue; readonly known: Known } | undefined
  return () => {
    const now = catalogue()
    if (known?.of !== now) known = { of: now, known: knownIn(now) }
    return known.known
  }
}
