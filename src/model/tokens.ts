import { z } from 'zod'
import { VantagePointId } from './vantage-point.ts'

/** Somebody who may send, known by the SHA-256 of a token, so that the file gives no token away. */
const holder = (id: z.ZodType<string>) =>
  z.strictObject({ id, sha256: z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits') })

export const GatewayId = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,62}$/,
    'a gateway id is lower-case letters, digits and hyphens, such as campus-helpdesk',
  )

/** Who may send evidence, and who may pass on the reports of others. A token of one is none of the other. */
export const Tokens = z.strictObject({
  vantagePoints: z.array(holder(VantagePointId)),
  gateways: z.array(holder(GatewayId)).optional(),
})
export type Tokens = z.infer<typeof Tokens>
export type TokenHolder = Tokens['vantagePoints'][number]
