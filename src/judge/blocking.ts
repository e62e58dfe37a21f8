import type { Finding, FindingCode } from '../model/finding.ts'
import { finding } from '../model/finding.ts'
import { weightOf } from '../model/weight.ts'
import type { Assessment, Sight } from './component.ts'
import { assess } from './component.ts'
import type { Vantage } from './vantage.ts'

/**
 * How what a vantage point meets speaks for somebody on the way: `forged` is said by no server of the
 * service's own; `denied` and `cut` may also be an outage's, and count as long as one country alone sees
 * them. After OONI's method (Filastò and Appelbaum, FOCI 2012; test specifications ts-017 and ts-006): what
 * one network sees is held against what others see of the same name at the same time.
 */
const signs: Partial<Record<FindingCode, 'forged' | 'denied' | 'cut'>> = {
  name_bogon_answer: 'forged',
  block_page: 'forged',
  name_nxdomain: 'denied',
  name_nodata: 'denied',
  delegation_missing: 'denied',
  resolver_refused: 'denied',
  // Whoever answers in the servers' name has no authority, and seems one that has forgotten the zone.
  authoritative_all_lame: 'denied',
  handshake_reset: 'cut',
  connect_reset: 'cut',
}

/** The name was answered by others than its own servers, which by itself may be an obliging network's custom… */
const astray = new Set<FindingCode>([
  'resolver_answer_differs',
  'answers_intercepted',
  // By some resolvers, or not for long enough to be believed by itself.
  'name_bogon_answer',
])

/** …but with these nobody of the service stands where it leads. */
const strangers = new Set<FindingCode>([
  'certificate_wrong_name',
  'certificate_untrusted',
  'certificate_expired',
  'connect_refused',
  'connect_timeout',
  'no_route',
  'handshake_failed',
  'content_missing',
  'unexpected_status',
])

/** Where a component looks blocked, and what is seen there. */
export interface Blocking {
  /** Countries (ISO 3166-1 alpha-2), or a vantage point's id where its country is not known; sorted. */
  readonly places: string[]
  readonly blocked: Sight[]
  readonly elsewhere: Sight[]
}

/**
 * Whether the trouble is that of some countries' networks and not the service's: all who fail show signs of
 * it, they stand in one country (in several only where the answers are forged), and others see it work.
 * @param held it stands as blocked: who then sees it work again but does not believe it yet shows no other sign
 */
export function blockingOf(
  sights: readonly Sight[],
  vantages: ReadonlyMap<string, Vantage>,
  held: boolean,
): Blocking | undefined {
  const blocked = sights.filter(({ sees }) => sees === 'down' || sees === 'part')
  if (blocked.length === 0) return undefined
  const elsewhere = sights.filter(sight => !blocked.includes(sight))
  const placeOf = ({ vantage }: Sight) => vantages.get(vantage)?.country ?? vantage
  const places = new Set(blocked.map(placeOf))
  const works = elsewhere.some(sight => sight.sees === 'fine' && !places.has(placeOf(sight)))
  if (!works) return undefined
  const found = blocked.map(sight => (held && isHealing(sight) ? 'forged' : signOf(sight)))
  if (found.includes(undefined)) return undefined
  if (places.size > 1 && found.some(sign => sign !== 'forged')) return undefined
  return { places: [...places].sort(), blocked, elsewhere }
}

/** What is held of a component that looks blocked somewhere: what the others see, and where they do not. */
export function assessBlocked(
  { blocked, elsewhere }: Blocking,
  round: number,
  now: number,
): Assessment | undefined {
  const others = assess(elsewhere, round, now)
  return others?.status === 'operational' ? { ...others, scope: 'blocked', failing: blocked } : others
}

/** The chain's root where a component looks blocked. */
export function blockedFinding({ places }: Blocking): Finding {
  return finding('looks_blocked', { places })
}

/** Whether what is seen from one place is said by nobody of the service: from there alone it looks blocked. */
export function looksForged(sight: Sight): boolean {
  return signOf(sight) === 'forged'
}

/** All that failed was seen to work at its last look. */
function isHealing({ bad }: Sight): boolean {
  return bad.every(({ lowest }) => lowest === null)
}

/**
 * The sign at the bottom of what one vantage point sees; undefined where what fails first is none. A forged answer
 * speaks at once: whatever fails is believed only after some looks, and not all of it at the same moment.
 */
function signOf({ bad, looks }: Sight): 'forged' | 'denied' | 'cut' | undefined {
  const failing = codesThatFail(bad.flatMap(({ failedWith }) => failedWith))
  const met = looks.flatMap(({ findings }) => findings)
  if (met.some(({ code }) => astray.has(code)) && failing.some(code => strangers.has(code))) return 'forged'
  if (codesThatFail(met).some(code => signs[code] === 'forged')) return 'forged'
  const each = failing.map(code => signs[code])
  return each.includes('forged') ? 'forged' : each.find(sign => sign !== undefined)
}

function codesThatFail(findings: readonly Finding[]): FindingCode[] {
  return [...new Set(findings.filter(found => weightOf(found) === 'fails').map(({ code }) => code))]
}
