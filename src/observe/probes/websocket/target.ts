import { z } from 'zod'
import { AddressFamily } from '../../../model/vantage-point.ts'
import { Headers } from '../../written-headers.ts'

/** Where to open a WebSocket: a URL, or `{ url, headers, protocols, ping }`. */
export const WebsocketTarget = z.preprocess(
  value => (typeof value === 'string' ? { url: value } : value),
  z.strictObject({
    url: z.url({ protocol: /^wss?$/, error: 'a URL that begins with wss:// or ws://' }),
    headers: Headers.refine(
      headers => Object.keys(headers).every(name => !name.startsWith('sec-websocket-')),
      'headers without sec-websocket-…, which are the probe’s affair',
    ).default({}),
    /** Subprotocols to offer, of which the server may choose one. */
    protocols: z
      .preprocess(
        value => (typeof value === 'string' ? [value] : value),
        z.array(z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'a subprotocol’s name')),
      )
      .default([]),
    /** Whether a ping must be answered by its pong. */
    ping: z.boolean().default(false),
    family: AddressFamily.optional(),
  }),
)
export type WebsocketTarget = z.infer<typeof WebsocketTarget>
