import { z } from 'zod'
import { AddressFamily } from '../../../model/vantage-point.ts'
import { writtenPlace } from '../../written-place.ts'

/** Fewer tell a loss from nothing badly, more are a burden. */
const usualCount = 5
const fewest = 3
const most = 10

/** Whom to send echo requests: `host`, `icmp://host`, or `{ host, count, family }`. */
export const IcmpTarget = z.preprocess(
  value => writtenPlace(value, { icmp: {} }),
  z.strictObject(
    {
      host: z.string().min(1),
      /** How many requests to send. */
      count: z.number().int().min(fewest).max(most).default(usualCount),
      family: AddressFamily.optional(),
    },
    {
      error: issue =>
        issue.code === 'invalid_type' || issue.code === 'unrecognized_keys'
          ? 'a host without a port is needed, or { host, count, family }'
          : undefined,
    },
  ),
)
export type IcmpTarget = z.infer<typeof IcmpTarget>
