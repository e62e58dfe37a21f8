import { z } from 'zod'
import { AddressFamily } from '../../../model/vantage-point.ts'
import { Port, writtenPlace } from '../../written-place.ts'

/** `xmpp-client` as IANA registers it, and the port at which direct TLS (XEP-0368) is usual. */
const portInPlain = 5222
const portDirect = 5223

/**
 * Where to open an XMPP client's stream: `host`, `host:port` or `xmpp://host:port`; `xmpps://host:port`
 * where TLS comes first (XEP-0368); or `{ host, port, name, tls }`.
 */
export const XmppTarget = z.preprocess(
  value => writtenPlace(value, { xmpp: {}, xmpps: { tls: 'direct' } }),
  z
    .strictObject(
      {
        host: z.string().min(1),
        port: Port.optional(),
        /** The domain that the stream is to, which its certificate must name, where it is not the host. */
        name: z.string().min(1).optional(),
        tls: z.enum(['starttls', 'direct']).default('starttls'),
        family: AddressFamily.optional(),
      },
      {
        error: issue =>
          issue.code === 'invalid_type'
            ? 'a host, host:port or xmpp://host:port is needed, or { host, port, … }'
            : undefined,
      },
    )
    .transform(({ port, ...rest }) => ({
      ...rest,
      port: port ?? (rest.tls === 'direct' ? portDirect : portInPlain),
    })),
)
export type XmppTarget = z.infer<typeof XmppTarget>
