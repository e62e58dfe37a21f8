import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '../../base/clock.ts'
import type { Log } from '../../base/log.ts'
import { Refusal } from '../../model/refusal.ts'
import type { Catalogue } from '../../model/service.ts'
import type { Tokens } from '../../model/tokens.ts'
import type { DayKeys, ReportLog } from '../../store/reports.ts'
import { type Answer, preflightAnswer, refusalAnswer, send, takenAnswer, thanksAnswer } from './answer.ts'
import { type BodyRoom, largeBody, readBody, smallBody } from './body.ts'
import { type FloodPolicy, floodControl } from './flood.ts'
import { fromWhom } from './from.ts'
import { type Known, knownIn } from './known.ts'
import { proofsOfWork } from './proof.ts'
import { type Request, readForm, readJson } from './read-request.ts'
import type { Prefix } from './sender.ts'
import { taking } from './take.ts'

export interface ReportIntakeOptions {
  readonly log: Pick<ReportLog, 'append'> & DayKeys
  /** The catalogue in force now. */
  readonly catalogue: () => Catalogue
  /** Read anew at most once a second, so that a new token works at once. */
  readonly tokens: () => Promise<Tokens>
  /** Whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly Prefix[]
  /** Tags of the site's languages; the first is the fallback. */
  readonly languages: readonly string[]
  /** Signs challenges; a new one at each start. */
  readonly secret: string
  readonly clock: Clock
  readonly logger: Log
  readonly policy?: FloodPolicy
}

export interface ReportIntake {
  /** Takes a request if it is for the intake, and answers it in time. @returns false for one that is not */
  handle(request: IncomingMessage, response: ServerResponse): boolean
  /** How many reports were refused since the last time because their senders sent too fast, by service. */
  drainRefused(): Map<string, number>
}

export const reportsPath = '/api/v1/reports'
/** Bytes of bodies that are under way together. */
const bodyRoom = 64 * 2 ** 20

const json = 'application/json'
const form = 'application/x-www-form-urlencoded'

/** Where people's reports come in: `POST /api/v1/reports`, straight on node:http, which is twice as fast so. */
export function reportIntake(options: ReportIntakeOptions): ReportIntake {
  const { log, clock, logger, languages } = options
  const room: BodyRoom = { left: bodyRoom }
  const from = fromWhom({ ...options, keys: log })
  let refused = new Map<string, number>()
  const take = taking({
    log,
    clock,
    known: knownNow(options.catalogue),
    flood: floodControl(clock, options.policy),
    proofs: proofsOfWork(clock, options.secret),
    tooFast: service => refused.set(service, (refused.get(service) ?? 0) + 1),
  })

  async function answered(request: IncomingMessage): Promise<Answer | undefined> {
    if (request.method === 'OPTIONS') return preflightAnswer()
    const type = checked(request)
    const body = await readBody(request, type === form ? smallBody : largeBody, room)
    if (body === undefined) return undefined
    const read = type === form ? readForm(body) : readJson(body)
    if (read.single && body.length > smallBody) throw tooLong()
    const taken = await take(read, await from(request))
    return read.form === undefined ? takenAnswer(taken) : thanksAnswer(language(read.form))
  }

  function language({ lang }: NonNullable<Request['form']>): string {
    return languages.find(tag => tag === lang) ?? languages[0] ?? 'en'
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

/** Looked up anew when the catalogue is another. */
function knownNow(catalogue: () => Catalogue): () => Known {
  let known: { readonly of: Catalogue; readonly known: Known } | undefined
  return () => {
    const now = catalogue()
    if (known?.of !== now) known = { of: now, known: knownIn(now) }
    return known.known
  }
}
