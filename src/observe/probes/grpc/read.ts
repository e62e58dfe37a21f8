import { type Finding, type FindingArgs, finding } from '../../../model/finding.ts'
import type { GrpcStatus } from '../../../net/grpc/health.ts'
import { readOpen, seenOpening } from '../../open.ts'
import type { Reading } from '../../probe.ts'
import { readBroken } from '../../read-http.ts'
import { type GrpcDetail, optionsOf } from './run.ts'
import type { GrpcTarget } from './target.ts'

type Answer = NonNullable<GrpcDetail['answer']>

/** Pure. */
export function readGrpc(detail: GrpcDetail, target: GrpcTarget): Reading {
  const { steps, answer } = detail
  return {
    steps,
    findings: [
      ...readOpen(detail, optionsOf(target)),
      ...(answer === undefined ? [] : readAnswer(answer, target)),
    ],
    seen: seenOpening(detail),
  }
}

function readAnswer(answer: Answer, target: GrpcTarget): Finding[] {
  const { status, failure, refused } = answer
  const { host } = target
  if (failure === 'http2_protocol_error' || failure === 'http_1_1_required')
    return [finding('http2_broken', { host, failure, http1: 'not_asked' })]
  if (failure !== undefined || status === undefined) return [readBroken(failure, { host, protocol: 'h2' })]
  if (refused) return [finding('prober_refused', { host, status })]
  if (status >= 500) return [finding('server_error', { host, status })]
  if (status !== 200) return [finding('unexpected_status', { host, status, expected: ['200'] })]
  return readStatus(answer, target)
}

/** Statuses by which a server fails, and by which it turns a stranger away. */
const failing: readonly GrpcStatus[] = [
  'UNKNOWN',
  'DEADLINE_EXCEEDED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
]
const refusing: readonly GrpcStatus[] = ['PERMISSION_DENIED', 'RESOURCE_EXHAUSTED', 'UNAUTHENTICATED']

/** What gRPC says; a server without the health service (UNIMPLEMENTED), or without the one asked for, too. */
function readStatus({ grpc, serving }: Answer, { host, service }: GrpcTarget): Finding[] {
  const args: FindingArgs = { host, ...(service === '' ? {} : { service }) }
  if (grpc === undefined) return [readBroken(undefined, { ...args, protocol: 'gRPC' })]
  if (refusing.includes(grpc)) return [finding('prober_refused', { ...args, status: grpc })]
  if (failing.includes(grpc)) return [finding('server_error', { ...args, status: grpc })]
  if (grpc !== 'OK') return [finding('unexpected_status', { ...args, status: grpc, expected: ['SERVING'] })]
  if (serving === 'SERVING') return []
  if (serving === 'NOT_SERVING') return [finding('not_serving', args)]
  if (serving === undefined) return [finding('response_malformed', { ...args, protocol: 'gRPC' })]
  return [finding('unexpected_status', { ...args, status: serving, expected: ['SERVING'] })]
}
