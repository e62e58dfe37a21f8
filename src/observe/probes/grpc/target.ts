import { z } from 'zod'
import { AddressFamily } from '../../../model/vantage-point.ts'
import { Port, writtenPlace } from '../../written-place.ts'

const portWithTls = 443
/** By convention, as in gRPC's own examples. */
const portWithout = 50_051

const mostBytesInName = 127

/**
 * Whose health to ask for: `host`, `host:port` or `grpcs://host:port` over TLS, `grpc://host:port` without,
 * or `{ host, port, tls, service }`.
 */
export const GrpcTarget = z.preprocess(
  value => writtenPlace(value, { grpcs: {}, grpc: { tls: false } }),
  z
    .strictObject(
      {
        host: z.string().min(1),
        port: Port.optional(),
        tls: z.boolean().default(true),
        /** The name to ask for (SNI) and to find in the certificate, where it is not the host. */
        name: z.string().min(1).optional(),
        /** The service whose health is asked for, such as `shop.v1.Orders`; none: the whole server's. */
        service: z
          .string()
          .refine(text => Buffer.byteLength(text) <= mostBytesInName, 'at most 127 bytes')
          .default(''),
        family: AddressFamily.optional(),
      },
      {
        error: issue =>
          issue.code === 'invalid_type'
            ? 'a host, host:port or grpcs://host:port is needed, or { host, port, … }'
            : undefined,
      },
    )
    .refine(({ tls, name }) => tls || name === undefined, { error: 'name belongs to TLS' })
    .transform(({ port, ...rest }) => ({ ...rest, port: port ?? (rest.tls ? portWithTls : portWithout) })),
)
export type GrpcTarget = z.infer<typeof GrpcTarget>
