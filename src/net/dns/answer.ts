import { isWithin } from './name.ts'
import type { DnsRecord, QuestionType } from './wire.ts'

export interface Followed {
  /** The values found at the end, empty where the records lead to none. */
  readonly values: string[]
  /** The aliases' targets in order; the last one is where the values are or should be. */
  readonly aliases: string[]
  /** The shortest TTL on the way, in seconds. */
  readonly ttl?: number
}

/**
 * Follows `name` through the CNAMEs that the records hold to the values of `type` (RFC 1034 §4.3.2).
 * Only owners within `zone` are believed: a server has no say over others' names.
 */
export function follow(
  records: readonly DnsRecord[],
  name: string,
  type: QuestionType,
  zone: string,
): Followed {
  const aliases: string[] = []
  let owner = name
  let ttl = Number.POSITIVE_INFINITY
  while (isWithin(owner, zone)) {
    const found = records.filter(record => record.name === owner && record.type === type)
    if (found.length > 0) {
      for (const record of found) ttl = Math.min(ttl, record.ttl)
      return { values: found.map(record => record.value), aliases, ttl }
    }
    const alias = records.find(record => record.name === owner && record.type === 'CNAME')
    // As many links as records at most: more is a loop.
    if (alias === undefined || aliases.length >= records.length) break
    aliases.push(alias.value)
    ttl = Math.min(ttl, alias.ttl)
    owner = alias.value
  }
  return Number.isFinite(ttl) ? { values: [], aliases, ttl } : { values: [], aliases }
}
