import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { VantagePointId } from '../model/vantage-point.ts'

/** Who may send evidence: each vantage point's token by its SHA-256, so that the file gives no token away. */
export const VantageTokens = z.strictObject({
  vantagePoints: z.array(
    z.strictObject({
      id: VantagePointId,
      sha256: z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits'),
    }),
  ),
})
export type VantageTokens = z.infer<typeof VantageTokens>

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** The vantage point that a token belongs to. Takes as long for a wrong token as for a right one. */
export function vantagePointOf(token: string, tokens: VantageTokens): string | undefined {
  const given = createHash('sha256').update(token).digest()
  let found: string | undefined
  for (const { id, sha256 } of tokens.vantagePoints) {
    if (timingSafeEqual(given, Buffer.from(sha256, 'hex'))) found = id
  }
  return found
}
