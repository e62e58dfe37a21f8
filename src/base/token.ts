import { createHash, timingSafeEqual } from 'node:crypto'

/** What is kept of a token: its SHA-256, hexadecimal. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** Whose token it is, by id. Takes as long for a wrong token as for a right one. */
export function holderOf(
  token: string,
  holders: readonly { readonly id: string; readonly sha256: string }[],
): string | undefined {
  const given = createHash('sha256').update(token).digest()
  let found: string | undefined
  for (const { id, sha256 } of holders) {
    if (timingSafeEqual(given, Buffer.from(sha256, 'hex'))) found = id
  }
  return found
}

/** The token of an `Authorization: Bearer …` header (RFC 6750). */
export function bearerToken(header: string | undefined): string | undefined {
  return /^Bearer (\S+)$/i.exec(header ?? '')?.[1]
}
