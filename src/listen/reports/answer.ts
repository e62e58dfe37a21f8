import type { ServerResponse } from 'node:http'
import type { Refusal } from '../../model/refusal.ts'
import type { Taken } from './take.ts'

/** What goes back: headers as name, value, name, value, as node:http takes them quickest. */
export interface Answer {
  readonly status: number
  readonly headers: readonly string[]
  readonly body: string
  /** Whether the connection ends with it. */
  readonly close?: boolean
}

/** Any page may post here, and read the answer: there is nothing in it that is not anybody's. */
const open = ['access-control-allow-origin', '*', 'cache-control', 'no-store']
const json = [...open, 'content-type', 'application/json']
const preflight = [
  ...open,
  ...['access-control-allow-methods', 'POST', 'access-control-allow-headers', 'content-type, authorization'],
  ...['access-control-max-age', '86400', 'allow', 'POST, OPTIONS'],
]

/** 202; a batch of which nothing could be taken is 400, an error body that says of each what was wrong. */
export function takenAnswer(taken: Taken): Answer {
  const [first] = taken.refused
  if (first === undefined || taken.taken + taken.again > 0) {
    return { status: 202, headers: json, body: JSON.stringify(taken) }
  }
  const { code, message, todo } = first
  return { status: 400, headers: json, body: JSON.stringify({ error: { code, message, todo }, ...taken }) }
}

/**
 * To the page that thanks, by GET, so that going back or reloading sends nothing twice; relative to where the
 * report went, so that it holds for a site under any path.
 */
export function thanksAnswer(language: string): Answer {
  return { status: 303, headers: [...open, 'location', `../../${language}/reported/`], body: '' }
}

/** The page for a reader whose form was not taken. */
export function notTakenAnswer({ status, retryAfter }: Refusal, page: string): Answer {
  const again = retryAfter === undefined ? [] : ['retry-after', String(retryAfter)]
  return { status, headers: [...open, 'content-type', 'text/html; charset=utf-8', ...again], body: page }
}

export function preflightAnswer(): Answer {
  return { status: 204, headers: preflight, body: '' }
}

export function refusalAnswer(refusal: Refusal): Answer {
  const { status, retryAfter } = refusal
  const headers = [...json]
  if (retryAfter !== undefined) headers.push('retry-after', String(retryAfter))
  if (status === 405) headers.push('allow', 'POST, OPTIONS')
  if (status === 401) headers.push('www-authenticate', 'Bearer')
  return { status, headers, body: JSON.stringify(refusal.body), close: status === 408 || status === 413 }
}

export function send(response: ServerResponse, { status, headers, body, close }: Answer): void {
  if (response.destroyed) return
  const all = [...headers]
  if (status !== 204) all.push('content-length', String(Buffer.byteLength(body)))
  if (close) all.push('connection', 'close')
  response.writeHead(status, all)
  response.end(body)
}
