import type { Socket } from 'node:net'
import type { Random } from '../../../base/random.ts'
import type { Failure } from '../../../model/failure.ts'
import type { Step } from '../../../model/observation.ts'
import { upgradeHttp1 } from '../../../net/http/http1.ts'
import type { HttpRequest, HttpResponse } from '../../../net/http/message.ts'
import { hostOf, portOf } from '../../../net/http/url.ts'
import { userAgent } from '../../../net/http/user-agent.ts'
import { hear } from '../../../net/tcp/hear.ts'
import { startTrace, type Trace } from '../../../net/trace.ts'
import { acceptOf, type Pinged, pingFrame, readPong } from '../../../net/websocket/frame.ts'
import { type OpenDetail, type OpenOptions, open } from '../../open.ts'
import type { ProbeContext } from '../../probe.ts'
import { isRefusal } from '../../refusal.ts'
import type { WebsocketTarget } from './target.ts'

export interface WebsocketDetail extends OpenDetail {
  readonly steps: Step[]
  readonly answer?: {
    readonly status?: number
    readonly failure?: Failure
    readonly refused: boolean
    /** Of a server that switched: what in its answer breaks the handshake. */
    readonly wrong?: 'upgrade' | 'accept' | 'protocol' | 'extensions'
  }
  readonly ping?: { readonly said?: Pinged; readonly failure?: Failure }
}

/** Of an answer that refuses, and of the messages before a pong. */
const mostBytes = 65_536

export async function runWebsocket(target: WebsocketTarget, context: ProbeContext): Promise<WebsocketDetail> {
  const trace = startTrace(context.clock)
  const { channel, detail } = await open(optionsOf(target), context, trace)
  if (channel === undefined) return { ...detail, steps: trace.steps }
  try {
    const answer = await upgrade(channel, target, context, trace)
    const opened = answer.status === 101 && answer.wrong === undefined
    const ping = opened && target.ping ? await pong(channel, target, context, trace) : undefined
    return { ...detail, steps: trace.steps, answer, ...(ping === undefined ? {} : { ping }) }
  } finally {
    channel.destroy()
  }
}

export function optionsOf({ url, family }: WebsocketTarget): OpenOptions {
  const parsed = new URL(url)
  return {
    host: hostOf(parsed),
    port: portOf(parsed),
    tls: parsed.protocol === 'wss:',
    offers: ['http/1.1'],
    family,
  }
}

/** The opening handshake (RFC 6455 §4.1). */
async function upgrade(
  channel: Socket,
  target: WebsocketTarget,
  { signal, random }: ProbeContext,
  trace: Trace,
): Promise<NonNullable<WebsocketDetail['answer']>> {
  const url = new URL(target.url)
  const key = randomBytes(16, random).toString('base64')
  const request: HttpRequest = {
    method: 'GET',
    url,
    headers: {
      'user-agent': userAgent,
      ...target.headers,
      'sec-websocket-version': '13',
      'sec-websocket-key': key,
      ...(target.protocols.length === 0 ? {} : { 'sec-websocket-protocol': target.protocols.join(', ') }),
    },
  }
  const response = await trace.step(
    'http',
    'upgrade',
    url.pathname,
    () => upgradeHttp1(channel, request, 'websocket', { signal, maxBody: mostBytes }).done,
  )
  const { status, failure } = response
  const wrong = status === 101 ? wrongIn(response, key, target) : undefined
  return {
    refused: status === 401 || isRefusal(response),
    ...(status === undefined ? {} : { status }),
    ...(failure === undefined ? {} : { failure }),
    ...(wrong === undefined ? {} : { wrong }),
  }
}

function wrongIn(
  { headers }: HttpResponse,
  key: string,
  { protocols }: WebsocketTarget,
): NonNullable<WebsocketDetail['answer']>['wrong'] {
  if (headers['upgrade']?.toLowerCase() !== 'websocket') return 'upgrade'
  if (headers['sec-websocket-accept']?.trim() !== acceptOf(key)) return 'accept'
  const chosen = headers['sec-websocket-protocol']
  if (chosen !== undefined && !protocols.includes(chosen.trim())) return 'protocol'
  return headers['sec-websocket-extensions'] === undefined ? undefined : 'extensions'
}

async function pong(
  channel: Socket,
  { url }: WebsocketTarget,
  { signal, random }: ProbeContext,
  trace: Trace,
): Promise<NonNullable<WebsocketDetail['ping']>> {
  const payload = randomBytes(8, random)
  const { value, failure } = await trace.step('content', 'ping', new URL(url).host, () => {
    channel.write(pingFrame(payload, randomBytes(4, random)))
    return hear(channel, bytes => readPong(bytes, payload), { signal, mostBytes })
  })
  return {
    ...(value === undefined ? {} : { said: value }),
    ...(failure === undefined ? {} : { failure }),
  }
}

/** Neither key nor mask keeps a secret: they must only differ from one time to the next. */
function randomBytes(length: number, random: Random): Buffer {
  return Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)))
}
