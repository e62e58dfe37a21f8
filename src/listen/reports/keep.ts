import { Refusal } from '../../model/refusal.ts'
import type { KeptReport } from '../../model/report.ts'
import type { From } from './from.ts'
import { type Known, mistakeIn } from './known.ts'
import type { PassedOn } from './sent.ts'

/** A report as it is kept, or why it is not. */
export type Kept = KeptReport | Refusal

const quarterHour = 15 * 60_000

/**
 * @param proved whether proof of work came with it; undefined where none was asked for
 * @returns a function that makes of a report of this sender what is kept of it: whoever sent it only as hashes
 */
export function keeping(
  known: Known,
  from: From,
  proved: boolean | undefined,
  now: number,
): (sent: PassedOn | Refusal, helpful: boolean) => Kept {
  const { gateway, person, network } = from
  // One without the proof that was asked for is somebody else than the same with it: so it counts once the
  // proof comes, and the one that is held back is still there.
  const unproved = proved === false ? 'unproved' : ''

  return (sent, helpful) => {
    if (sent instanceof Refusal) return sent
    const mistake = mistakeIn(sent, known, helpful)
    if (mistake !== undefined) return mistake
    const at = gateway === undefined ? now : timeOf(sent, now)
    if (at instanceof Refusal) return at
    const { service, place, carrier } = sent
    const kept: { -readonly [Key in keyof KeptReport]: KeptReport[Key] } = {
      at,
      person: person(sent.reporter ?? '', service, Math.floor(at / quarterHour), unproved),
      network: network(sent.network),
      service,
      components: componentsOf(sent),
      problem: sent.problem ?? 'other',
    }
    if (place !== undefined) kept.place = place
    if (carrier !== undefined) kept.carrier = carrier
    if (gateway !== undefined) kept.gateway = gateway
    if (proved !== undefined) kept.proved = proved
    return kept
  }
}

/** Only gateways are asked when it was: they may have collected a while. */
function timeOf({ at }: PassedOn, now: number): number | Refusal {
  if (at === undefined || at > now) return now
  if (now - at <= quarterHour) return at
  return new Refusal(400, 'too-old', 'at is more than 15 minutes ago', 'send reports sooner, or leave at out')
}

/** Each once. */
function componentsOf({ components = [] }: PassedOn): string[] {
  return components.length < 2 ? components : [...new Set(components)]
}
