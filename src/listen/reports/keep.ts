import { Refusal } from '../../model/refusal.ts'
import type { KeptReport } from '../../model/report.ts'
import { type Known, mistakeIn } from './known.ts'
import type { PassedOn } from './sent.ts'
import type { Who } from './who.ts'

/** What a report is kept with. */
export interface KeepOptions {
  readonly known: Known
  readonly who: Who
  readonly gateway: string | undefined
  /** Whether proof of work came with it; undefined where none was asked for. */
  readonly proved: boolean | undefined
  /** Milliseconds since 1970. */
  readonly now: number
}

const quarterHour = 15 * 60_000

/**
 * What is kept of a report: who sent it only as hashes.
 * @param helpful whether a refusal says what is known
 */
export function kept(
  sent: PassedOn | Refusal,
  { known, who, gateway, proved, now }: KeepOptions,
  helpful: boolean,
): KeptReport | Refusal {
  if (sent instanceof Refusal) return sent
  const mistake = mistakeIn(sent, known, helpful)
  if (mistake !== undefined) return mistake
  const at = gateway === undefined ? now : timeOf(sent, now)
  if (at instanceof Refusal) return at
  const { service, place, carrier } = sent
  // One without the proof that was asked for is somebody else than the same with it: so it counts once the
  // proof comes, and the one that is held back is still there.
  const apart = proved === false ? 'unproved' : ''
  const report: { -readonly [Key in keyof KeptReport]: KeptReport[Key] } = {
    at,
    person: who.person(sent.reporter ?? '', service, Math.floor(at / quarterHour), apart),
    // A chat bot knows no networks: each of its people is one then. As a whole it is held to its share.
    network: who.network(sent.network ?? sent.reporter),
    service,
    components: componentsOf(sent),
    problem: sent.problem ?? 'other',
  }
  if (place !== undefined) report.place = place
  if (carrier !== undefined) report.carrier = carrier
  if (gateway !== undefined) report.gateway = gateway
  if (proved !== undefined) report.proved = proved
  return report
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
