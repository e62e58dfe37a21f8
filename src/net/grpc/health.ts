/**
 * The health checking protocol of gRPC, `grpc.health.v1.Health/Check`
 * (https://github.com/grpc/grpc/blob/master/doc/health-checking.md). Of its two messages each has one field,
 * the first.
 */
export const checkPath = '/grpc.health.v1.Health/Check'

export const servingStatuses = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'] as const
export type ServingStatus = (typeof servingStatuses)[number]

/** gRPC's own statuses, by number (https://grpc.io/docs/guides/status-codes/). */
export const grpcStatuses = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const
export type GrpcStatus = (typeof grpcStatuses)[number]

const prefixLength = 5
/** Field 1 as a text, field 1 as a number, in protobuf's wire format. */
const serviceTag = 0x0a
const statusTag = 0x08

/**
 * A request for the health of a service, of the whole server where the name is empty, framed as a gRPC
 * message. @param service at most 127 bytes of UTF-8
 */
export function checkRequest(service: string): Buffer {
  const name = Buffer.from(service)
  const message = name.length === 0 ? name : Buffer.concat([Buffer.from([serviceTag, name.length]), name])
  const prefix = Buffer.alloc(prefixLength)
  prefix.writeUInt32BE(message.length, 1)
  return Buffer.concat([prefix, message])
}

/** @returns undefined for what is no answer of this protocol */
export function readCheck(bytes: Buffer): ServingStatus | undefined {
  if (bytes.length < prefixLength || bytes[0] !== 0) return undefined
  const message = bytes.subarray(prefixLength)
  if (message.length !== bytes.readUInt32BE(1)) return undefined
  // A field that has its default, 0, is left out.
  if (message.length === 0) return 'UNKNOWN'
  const [tag, status = -1] = message
  return tag === statusTag && message.length === 2 ? servingStatuses[status] : undefined
}
