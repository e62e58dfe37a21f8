import type { Socket } from 'node:net'
import type { Failure } from '../../../model/failure.ts'
import type { Step } from '../../../model/observation.ts'
import { hostPort } from '../../../net/address.ts'
import {
  checkPath,
  checkRequest,
  type GrpcStatus,
  grpcStatuses,
  readCheck,
  type ServingStatus,
} from '../../../net/grpc/health.ts'
import { exchangeHttp2 } from '../../../net/http/http2.ts'
import type { HttpRequest, HttpResponse } from '../../../net/http/message.ts'
import { userAgent } from '../../../net/http/user-agent.ts'
import { startTrace, type Trace } from '../../../net/trace.ts'
import { type OpenDetail, type OpenOptions, open } from '../../open.ts'
import type { ProbeContext } from '../../probe.ts'
import { isRefusal } from '../../refusal.ts'
import type { GrpcTarget } from './target.ts'

export interface GrpcDetail extends OpenDetail {
  readonly steps: Step[]
  readonly answer?: {
    readonly status?: number
    readonly failure?: Failure
    readonly refused: boolean
    /** gRPC's own status, where there is one that gRPC knows. */
    readonly grpc?: GrpcStatus
    readonly serving?: ServingStatus
  }
}

const mostBytes = 4096

export async function runGrpc(target: GrpcTarget, context: ProbeContext): Promise<GrpcDetail> {
  const trace = startTrace(context.clock)
  const { channel, detail } = await open(optionsOf(target), context, trace)
  if (channel === undefined) return { ...detail, steps: trace.steps }
  const answer = await check(channel, target, context, trace)
  channel.destroy()
  return { ...detail, steps: trace.steps, answer }
}

/** Over TLS, gRPC needs HTTP/2 to be agreed on. */
export function optionsOf({ host, port, tls, name, family }: GrpcTarget): OpenOptions {
  return { host, port, tls, name, protocols: tls ? ['h2'] : [], family }
}

async function check(
  channel: Socket,
  { host, port, tls, name = host, service }: GrpcTarget,
  { signal }: ProbeContext,
  trace: Trace,
): Promise<NonNullable<GrpcDetail['answer']>> {
  const request: HttpRequest = {
    method: 'POST',
    url: new URL(checkPath, `${tls ? 'https' : 'http'}://${hostPort(name, port)}`),
    headers: { 'user-agent': userAgent, 'content-type': 'application/grpc', te: 'trailers' },
    body: checkRequest(service),
  }
  const response = await trace.step(
    'http',
    'check',
    service === '' ? hostPort(host, port) : service,
    () => exchangeHttp2(channel, request, { signal, maxBody: mostBytes }).done,
  )
  return answerOf(response)
}

/** Pure. A status may come with the head where there is no message, else behind it. */
function answerOf(response: HttpResponse): NonNullable<GrpcDetail['answer']> {
  const { status, failure, headers, trailers, bytes } = response
  const written = trailers['grpc-status'] ?? headers['grpc-status'] ?? ''
  const grpc = /^\d+$/.test(written) ? grpcStatuses[Number(written)] : undefined
  const serving = grpc === 'OK' ? readCheck(bytes) : undefined
  return {
    refused: status === 401 || isRefusal(response),
    ...(status === undefined ? {} : { status }),
    ...(failure === undefined ? {} : { failure }),
    ...(grpc === undefined ? {} : { grpc }),
    ...(serving === undefined ? {} : { serving }),
  }
}
