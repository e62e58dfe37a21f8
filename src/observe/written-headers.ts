import { z } from 'zod'

/** The connection's own headers are the probe's affair. */
const ownHeaders = [
  'connection',
  'host',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'upgrade',
  'te',
]

/** Headers of a request by name, in lower case. */
export const Headers = z.record(
  z
    .string()
    .toLowerCase()
    .refine(
      name => /^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name) && !ownHeaders.includes(name),
      'a header name that a request may carry',
    ),
  z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'a header value of one line'),
)
