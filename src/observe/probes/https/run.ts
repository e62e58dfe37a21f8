import type { Socket } from 'node:net'
import type { Failure } from '../../../model/failure.ts'
import type { Step } from '../../../model/observation.ts'
import { hostPort } from '../../../net/address.ts'
import { exchangeHttp1 } from '../../../net/http/http1.ts'
import { exchangeHttp2 } from '../../../net/http/http2.ts'
import type { Exchange, HttpRequest, HttpResponse } from '../../../net/http/message.ts'
import { hostOf, portOf } from '../../../net/http/url.ts'
import { userAgent } from '../../../net/http/user-agent.ts'
import { connect } from '../../../net/tcp/connect.ts'
import { handshake } from '../../../net/tls/handshake.ts'
import { startTrace, type Trace } from '../../../net/trace.ts'
import { type Aside, lookAside } from '../../aside.ts'
import type { ProbeContext } from '../../probe.ts'
import { type ReachDetail, reach } from '../../reach.ts'
import { type TlsDetail, tlsDetail } from '../../read-tls.ts'
import { isRefusal } from '../../refusal.ts'
import { type Check, checkBody } from './check.ts'
import { type PageFacts, pageFacts } from './page.ts'
import { type HttpsTarget, isExpected } from './target.ts'

/** One request of a look: the first, or one that a redirect led to. */
export interface Hop {
  readonly url: string
  readonly reach: ReachDetail
  readonly tls?: TlsDetail
  readonly http?: {
    readonly protocol: string
    readonly status?: number
    readonly failure?: Failure
    readonly location?: string
    readonly refused: boolean
  }
  /** How far the same question came by HTTP/1.1, asked beside it because HTTP/2 failed or was silent. */
  readonly http1?: Omit<Aside, 'addresses'>
  /** What the page says of itself besides what it was asked for. */
  readonly page?: PageFacts
}

export interface HttpsDetail {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly steps: Step[]
  readonly hops: Hop[]
  readonly checks: Check[]
  readonly redirect?: 'loop' | 'too_many' | 'bad_location'
  readonly aside?: Aside
}

const mostRedirects = 5
const mostBody = 262_144

export async function runHttps(target: HttpsTarget, context: ProbeContext): Promise<HttpsDetail> {
  const at = context.clock.now()
  const trace = startTrace(context.clock)
  const hops: Hop[] = []
  let url = new URL(target.url)
  let asking = target
  for (;;) {
    const { hop, body } = await visit(url, asking, context, trace)
    hops.push(hop)
    const next = nextUrl(hop, target)
    if (next === undefined)
      return finish(target, context, trace, {
        at,
        steps: trace.steps,
        hops,
        checks: checksOf(body, hop, target),
      })
    const wrong = wrongRedirect(next, hops)
    if (wrong !== undefined) return { at, steps: trace.steps, hops, checks: [], redirect: wrong }
    asking = redirected(asking, hop, url, next as URL)
    url = next as URL
  }
}

/** One request, from the name to the body, each operation a step. */
async function visit(
  url: URL,
  target: HttpsTarget,
  context: ProbeContext,
  trace: Trace,
): Promise<{ hop: Hop; body: string }> {
  const place = { host: hostOf(url), port: portOf(url), family: target.family }
  const { socket, detail } = await reach(place, context, trace)
  const hop = { url: url.href, reach: detail }
  if (socket === undefined) return { hop, body: '' }
  try {
    const { channel, tls } = await secured(socket, url, target, context.signal, trace)
    const withTls = tls === undefined ? hop : { ...hop, tls }
    if (channel === undefined) return { hop: withTls, body: '' }
    const protocol = tls?.protocol === 'h2' ? 'h2' : 'http/1.1'
    // What the server does not speak is told by the handshake.
    if (target.http === '2' && protocol !== 'h2') return { hop: withTls, body: '' }
    const answer = exchange(channel, protocol, url, target, context.signal, trace)
    const byHttp1 = () =>
      visitAt(detail.connected ?? '', url, { ...target, http: '1.1' }, context, trace.aside())
    const http1 = protocol === 'h2' ? await compared(answer, target, byHttp1, context, trace) : undefined
    const response = await answer
    if (response.failure === 'http_1_1_required' && target.http === 'auto')
      return visit(url, { ...target, http: '1.1' }, context, trace)
    if (response.failure === undefined) context.lastKnownGood.remember(place.host, detail.addresses)
    return {
      hop: {
        ...withTls,
        http: headOf(response, protocol),
        ...(http1 === undefined ? {} : { http1 }),
        ...(response.status === undefined ? {} : { page: pageFacts(response.body) }),
      },
      body: response.body,
    }
  } finally {
    socket.destroy()
  }
}

/** Of the time that is left, how long HTTP/2 may be silent before HTTP/1.1 is asked beside it. */
const patience = 0.6

/**
 * Where HTTP/2 breaks its own rules or is long silent, asks the same by HTTP/1.1 on a fresh connection, so
 * that a server that stumbles over HTTP/2 alone is told from one that is down. What a request may change is
 * not asked twice.
 */
async function compared(
  answer: Promise<HttpResponse>,
  { method }: HttpsTarget,
  byHttp1: () => Promise<Omit<Aside, 'addresses'>>,
  { clock, timeout }: ProbeContext,
  trace: Trace,
): Promise<Hop['http1']> {
  if (method === 'POST') return undefined
  const answered = new AbortController()
  const silence = clock.sleep((timeout - trace.elapsed()) * patience, answered.signal)
  const first = await Promise.race([answer, silence])
  answered.abort()
  return first === undefined || first.failure === 'http2_protocol_error' ? byHttp1() : undefined
}

/** For https, a handshake; a bad certificate ends the look there, as it ends a browser's. */
async function secured(socket: Socket, url: URL, { http }: HttpsTarget, signal: AbortSignal, trace: Trace) {
  if (url.protocol === 'http:') return { channel: socket }
  const protocols = http === 'auto' ? ['h2', 'http/1.1'] : [http === '2' ? 'h2' : 'http/1.1']
  const host = hostOf(url)
  const shaken = await trace.step('tls', 'handshake', host, () =>
    handshake(socket, host, { signal, protocols }),
  )
  const tls = tlsDetail(shaken)
  return shaken.failure === undefined && shaken.socket !== undefined
    ? { channel: shaken.socket, tls }
    : { tls }
}

async function exchange(
  channel: Socket,
  protocol: string,
  url: URL,
  { method, headers, body }: HttpsTarget,
  signal: AbortSignal,
  trace: Trace,
): Promise<HttpResponse> {
  const request: HttpRequest = {
    method,
    url,
    headers: { 'user-agent': userAgent, accept: '*/*', ...headers },
    ...(body === undefined ? {} : { body }),
  }
  const options = { signal, maxBody: mostBody }
  const started: Exchange =
    protocol === 'h2' ? exchangeHttp2(channel, request, options) : exchangeHttp1(channel, request, options)
  const head = await trace.step('http', 'request', `${method} ${url.pathname}`, () => started.head)
  if (head.status === undefined) return head
  return trace.step('http', 'body', url.host, () => started.done)
}

function headOf(response: HttpResponse, protocol: string): NonNullable<Hop['http']> {
  const { status, failure, headers } = response
  return {
    protocol,
    refused: isRefusal(response),
    ...(status === undefined ? {} : { status }),
    ...(failure === undefined ? {} : { failure }),
    ...(headers['location'] === undefined ? {} : { location: headers['location'] }),
  }
}

/** Where a redirect leads; a text where it leads nowhere; undefined where there is none to follow. */
function nextUrl({ url, http }: Hop, target: HttpsTarget): URL | string | undefined {
  const { status, location } = http ?? {}
  if (target.redirects === 'stop' || status === undefined || location === undefined) return undefined
  if (status < 300 || status > 399) return undefined
  return URL.canParse(location, url) ? new URL(location, url) : location
}

const credentials = ['authorization', 'cookie', 'proxy-authorization']

/** What is asked of the next hop: credentials stay with their origin, a POST becomes a GET (RFC 9110 §15.4). */
function redirected(target: HttpsTarget, { http }: Hop, from: URL, to: URL): HttpsTarget {
  const kept = Object.entries(target.headers).filter(
    ([name]) => from.origin === to.origin || !credentials.includes(name),
  )
  const { body, ...rest } = { ...target, headers: Object.fromEntries(kept) }
  const becomesGet = target.method === 'POST' && http?.status !== 307 && http?.status !== 308
  if (becomesGet) return { ...rest, method: 'GET' }
  return body === undefined ? rest : { ...rest, body }
}

function wrongRedirect(next: URL | string, hops: readonly Hop[]): HttpsDetail['redirect'] {
  if (typeof next === 'string' || !/^https?:$/.test(next.protocol)) return 'bad_location'
  if (hops.some(({ url }) => url === next.href)) return 'loop'
  return hops.length > mostRedirects ? 'too_many' : undefined
}

function checksOf(body: string, { http }: Hop, target: HttpsTarget): Check[] {
  const { status, failure } = http ?? {}
  if (status === undefined || failure !== undefined || !isExpected(status, target.status)) return []
  return checkBody(body, target)
}

/** Where the name is dead, the look goes on beside the path, as far as an answer. */
async function finish(
  target: HttpsTarget,
  context: ProbeContext,
  trace: Trace,
  detail: HttpsDetail,
): Promise<HttpsDetail> {
  const last = detail.hops.at(-1)
  if (last === undefined) return detail
  const url = new URL(last.url)
  const aside = await lookAside(last.reach, context, address =>
    visitAt(address, url, target, context, trace.aside()),
  )
  return aside === undefined ? detail : { ...detail, aside }
}

async function visitAt(
  address: string,
  url: URL,
  target: HttpsTarget,
  context: ProbeContext,
  trace: Trace,
): Promise<Omit<Aside, 'addresses'>> {
  const { signal, publicOnly } = context
  const { socket } = await trace.step('tcp', 'connect', hostPort(address, portOf(url)), () =>
    connect(address, portOf(url), { signal, publicOnly }),
  )
  if (socket === undefined) return { reached: 'nothing' }
  try {
    const { channel, tls } = await secured(socket, url, target, signal, trace)
    if (channel === undefined) return { reached: 'tcp' }
    const { status } = await exchange(channel, tls?.protocol ?? 'http/1.1', url, target, signal, trace)
    return status === undefined ? { reached: tls === undefined ? 'tcp' : 'tls' } : { reached: 'http', status }
  } finally {
    socket.destroy()
  }
}
