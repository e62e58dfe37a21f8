import { z } from 'zod'
import { AddressFamily } from '../../../model/vantage-point.ts'
import { Alpn, Port, writtenPlace } from '../../written-place.ts'

/** Ports as IANA registers them: `secure-mqtt` and `mqtt`. */
const portWithTls = 8883
const portWithout = 1883

/**
 * Where to open an MQTT stream: `host`, `host:port` or `mqtts://host:port` for one over TLS,
 * `mqtt://host:port` for a plain one, or `{ host, port, tls, … }`.
 */
export const MqttTarget = z.preprocess(
  value => writtenPlace(value, { mqtts: {}, mqtt: { tls: false } }),
  z
    .strictObject(
      {
        host: z.string().min(1),
        port: Port.optional(),
        tls: z.boolean().default(true),
        version: z
          .preprocess(value => (typeof value === 'number' ? String(value) : value), z.enum(['3.1.1', '5']))
          .default('3.1.1'),
        /** The name to ask for (SNI) and to find in the certificate, where it is not the host. */
        name: z.string().min(1).optional(),
        alpn: Alpn.optional(),
        family: AddressFamily.optional(),
      },
      {
        error: issue =>
          issue.code === 'invalid_type'
            ? 'a host, host:port or mqtts://host:port is needed, or { host, port, … }'
            : undefined,
      },
    )
    .refine(({ tls, name, alpn }) => tls || (name === undefined && alpn === undefined), {
      error: 'name and alpn belong to TLS',
    })
    .transform(({ port, ...rest }) => ({ ...rest, port: port ?? (rest.tls ? portWithTls : portWithout) })),
)
export type MqttTarget = z.infer<typeof MqttTarget>
