import type { Clock } from './clock.ts'
import type { Random } from './random.ts'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * Makes ids for one writer: the time of its start and a random tag, then a count.
 * They sort in the order of making, never repeat across restarts, and cost no randomness each.
 * Example: `01m3k9x2q7-8fz3kd-00000042`.
 */
export function idMaker(clock: Clock, random: Random): () => string {
  const started = base32(clock.now(), 10)
  const tag = base32(Math.floor(random() * 2 ** 30), 6)
  let count = 0
  return () => `${started}-${tag}-${base32(count++, 7)}`
}

function base32(value: number, width: number): string {
  let text = ''
  let rest = value
  for (let digit = 0; digit < width; digit++) {
    text = alphabet[rest % 32] + text
    rest = Math.floor(rest / 32)
  }
  return text
}
