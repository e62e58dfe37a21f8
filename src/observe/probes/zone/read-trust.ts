import { type Finding, finding } from '../../../model/finding.ts'
import { readAnchor } from '../../../net/dns/dnssec/anchors.ts'
import { type Valid, validate } from '../../../net/dns/dnssec/answer.ts'
import type { DelegationSigner } from '../../../net/dns/dnssec/keys.ts'
import { type Broken, keysOf, type Vouched, vouchedFor } from '../../../net/dns/dnssec/trust.ts'
import type { SurveyedServer, ZoneSurvey } from '../../../net/dns/survey.ts'
import { linkOf } from '../../../net/dns/trust-walk.ts'
import { labelOf } from './read-servers.ts'

/** Milliseconds: what is signed for no longer than this ought to have been signed anew. */
const soon = 12 * 3_600_000

/** What a validating resolver would make of a zone: DNSSEC from the trust anchors down to each server's answer. */
export function readTrust(survey: ZoneSurvey, anchors: readonly string[], now: number): Finding[] {
  const vouched = trustIn(survey, anchors, now)
  if (vouched.state === 'broken') return [brokenFinding(vouched.broken, survey, {})]
  if (vouched.state !== 'signed') return []
  if (survey.answer !== undefined) return readLone(survey, vouched.signers, now)
  const answered = survey.servers.filter(isHeard)
  const judged = answered.map(server => ({ server, said: judge(server, survey, vouched.signers, now) }))
  const troubled = judged.flatMap(({ server, said }) => ('code' in said ? [{ server, broken: said }] : []))
  const ends = judged.flatMap(({ said }) => ('code' in said ? [] : said.until))
  return [
    ...brokenByServers(troubled, survey, answered.length),
    ...endingSoon(survey, [vouched.until, ...ends], now),
  ]
}

/** Whether the chain leads to keys that are vouched for: the zone is then signed. */
export function stateOfTrust(survey: ZoneSurvey, anchors: readonly string[], now: number): Vouched['state'] {
  return trustIn(survey, anchors, now).state
}

function trustIn({ trust }: ZoneSurvey, anchorLines: readonly string[], now: number): Vouched {
  const anchors = anchorLines.flatMap(line => readAnchor(line) ?? [])
  return vouchedFor(trust.map(linkOf), anchors, now)
}

/** A registry that denies a name has to prove it. */
function readLone(survey: ZoneSurvey, signers: readonly DelegationSigner[], now: number): Finding[] {
  const keys = survey.trust.at(-1)?.keys
  if (survey.answer?.message === undefined || keys === undefined) return []
  const said = judge({ answer: survey.answer, keys: { at: 0, ms: 0, message: keys } }, survey, signers, now)
  return 'code' in said ? [brokenFinding(said, survey, {})] : []
}

function isHeard({ answer, keys }: SurveyedServer): boolean {
  return (
    answer.message !== undefined &&
    answer.failure === undefined &&
    answer.aa === true &&
    keys?.message !== undefined
  )
}

function judge(
  { answer, keys }: Pick<SurveyedServer, 'answer' | 'keys'>,
  { name, zone }: ZoneSurvey,
  signers: readonly DelegationSigner[],
  now: number,
): Valid | Broken {
  const shown = { zone, keys: Buffer.from(keys?.message ?? '', 'base64') }
  const trusted = keysOf(shown, signers, now)
  if (trusted === undefined || 'code' in trusted) return trusted ?? { code: 'dnssec_signature_missing', zone }
  const said = validate(Buffer.from(answer.message ?? '', 'base64'), name, 'A', trusted, now)
  return 'code' in said ? said : { until: Math.min(said.until, trusted.until) }
}

interface Troubled {
  readonly server: SurveyedServer
  readonly broken: Broken
}

/** One finding for each kind of trouble; what some servers alone have is a note, for resolvers turn to the others. */
function brokenByServers(troubled: readonly Troubled[], survey: ZoneSurvey, asked: number): Finding[] {
  const codes = [...new Set(troubled.map(({ broken }) => broken.code))]
  const failed = troubled.length
  return codes.flatMap(code => {
    const having = troubled.filter(({ broken }) => broken.code === code)
    const [first] = having
    if (first === undefined) return []
    // Servers that are wrong in different ways leave as few to turn to as if they were wrong alike.
    return [
      brokenFinding(first.broken, survey, {
        servers: having.map(({ server }) => labelOf(server)),
        failed,
        asked,
      }),
    ]
  })
}

function brokenFinding({ code, zone, since }: Broken, { name }: ZoneSurvey, more: Finding['args']): Finding {
  return finding(code, { name, zone, ...(since === undefined ? {} : { since }), ...more })
}

function endingSoon({ zone }: ZoneSurvey, ends: readonly number[], now: number): Finding[] {
  const until = Math.min(...ends)
  return until - now < soon ? [finding('dnssec_signature_expires_soon', { zone, until })] : []
}
