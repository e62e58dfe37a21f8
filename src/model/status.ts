import { z } from 'zod'

/** Statuspage's words, mildest first, and `unknown`, their equal: what was not seen is not down. */
export const statuses = [
  'operational',
  'under_maintenance',
  'unknown',
  'degraded_performance',
  'partial_outage',
  'major_outage',
] as const

export const Status = z.enum(statuses)
export type Status = z.infer<typeof Status>

/** True for the three words that say that something is wrong. */
export function isTrouble(status: Status): boolean {
  return status === 'degraded_performance' || status === 'partial_outage' || status === 'major_outage'
}

/** The worse of two. */
export function worse(a: Status, b: Status): Status {
  return statuses.indexOf(a) >= statuses.indexOf(b) ? a : b
}
