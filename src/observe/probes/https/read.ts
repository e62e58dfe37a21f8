import { type Finding, finding } from '../../../model/finding.ts'
import type { Seen } from '../../../model/observation.ts'
import { readAside } from '../../aside.ts'
import type { Reading } from '../../probe.ts'
import { readReach } from '../../reach.ts'
import { readBroken } from '../../read-http.ts'
import { readTls } from '../../read-tls.ts'
import type { Check } from './check.ts'
import { readOtherPage } from './read-other-page.ts'
import type { Hop, HttpsDetail } from './run.ts'
import { type HttpsTarget, isExpected } from './target.ts'

/** Reads a look; the last hop is what a visitor ends at. Pure. */
export function readHttps(detail: HttpsDetail, target: HttpsTarget): Reading {
  const { at, steps, hops, checks, redirect, aside } = detail
  const last = hops.at(-1)
  if (last === undefined) return { steps, findings: [] }
  const other = readOtherPage(detail, target)
  if (other.length > 0) return { steps, findings: other, seen: seenIn(hops) }
  const host = last.reach.host
  const findings = [
    ...readReach(last.reach),
    ...(last.tls === undefined ? [] : readTls(last.tls, host, at, target.http === '2' ? ['h2'] : [])),
    ...(redirect === undefined
      ? readAnswer(last, target)
      : [finding('redirect_broken', { url: last.url, reason: redirect })]),
    ...checks.flatMap(readCheck),
    ...readAside(aside),
  ]
  return { steps, findings, seen: seenIn(hops) }
}

function readAnswer(hop: Hop, { status: expected }: HttpsTarget): Finding[] {
  const {
    http,
    reach: { host },
  } = hop
  if (http === undefined) return []
  const { status, failure, refused, protocol } = http
  if (
    status !== undefined &&
    isExpected(status, expected) &&
    failure === undefined &&
    !challengeOn(status, refused)
  )
    return []
  if (refused && status !== undefined) return [finding('prober_refused', { host, status })]
  const broken = readHttp2(hop)
  if (broken !== undefined) return [broken]
  if (failure !== undefined || status === undefined) return [readBroken(failure, { host, protocol })]
  if (status >= 500) return [finding('server_error', { host, status })]
  return [
    finding('unexpected_status', {
      host,
      status,
      expected: expected.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)),
    }),
  ]
}

/** That HTTP/2 itself is broken: it breaks its own rules, or is silent while HTTP/1.1 answers. */
function readHttp2({ http, http1, reach: { host } }: Hop): Finding | undefined {
  const { failure } = http ?? {}
  if (http1 === undefined || failure === undefined) return undefined
  const answers = http1.reached === 'http'
  const isBroken = failure === 'http2_protocol_error' || (failure === 'generic_timeout_error' && answers)
  return isBroken
    ? finding('http2_broken', { host, failure, http1: answers ? 'answers' : 'fails' })
    : undefined
}

/** A challenge page may come with a status that is expected; a plain 403 that is expected is what was asked for. */
function challengeOn(status: number, refused: boolean): boolean {
  return refused && status < 400
}

function readCheck({ kind, expected, ok, path = '', got = '' }: Check): Finding[] {
  if (ok) return []
  if (kind === 'contains') return [finding('content_missing', { expected })]
  if (kind === 'lacks') return [finding('content_forbidden', { found: expected })]
  return [finding('json_mismatch', { path, expected, got })]
}

function seenIn(hops: readonly Hop[]): Seen {
  const first = hops[0]
  const certificate = first?.tls?.certificate
  const addresses = first?.reach.addresses ?? []
  return { addresses, ...(certificate === undefined ? {} : { certificate }) }
}
