import type { FindingCode } from '../../../src/model/finding.ts'
import { weightOf } from '../../../src/model/weight.ts'
import type { ServerAnswer } from '../../../src/net/dns/zone.ts'
import type { Reading } from '../../../src/observe/probe.ts'
import { stateOfTrust } from '../../../src/observe/probes/zone/read-trust.ts'
import type { ZoneDetail } from '../../../src/observe/probes/zone/run.ts'
import { createZoneProbe } from '../../../src/observe/probes/zone/zone.ts'
import { lookingContext } from '../look.ts'
import type { Lab } from './lab.ts'
import type { Answer, Security } from './zone-case.ts'

/** What Prahari made of a name. */
export interface Looked {
  readonly answer: Answer
  readonly security: Security
  readonly findings: readonly FindingCode[]
  /** What each server of the name’s zone said, by its address. */
  readonly servers: ReadonlyMap<string, SaidByServer>
}

/** In kdig’s words; `tcp` where the zone answered at all and so was looked through. */
export interface SaidByServer {
  readonly udp: string
  readonly tcp?: string
}

/** Looks at a name with the zone probe alone, without any resolver and without anything remembered. */
export async function look(lab: Lab, name: string): Promise<Looked> {
  const probe = createZoneProbe(lab.place.port)
  const target = probe.target.parse(name)
  const context = lookingContext({ timeout: 8000, rootServers: [lab.root], trustAnchors: [lab.trustAnchor] })
  const detail = await probe.run(target, context)
  const { findings } = probe.read(detail, target)
  return {
    answer: answerBy(findings),
    security: securityBy(findings, detail),
    findings: [...new Set(findings.map(({ code }) => code))].sort(),
    servers: serversIn(detail, name),
  }
}

const denials = new Map<FindingCode, Answer>([
  ['name_nxdomain', 'nxdomain'],
  ['delegation_missing', 'nxdomain'],
  ['name_nodata', 'nodata'],
])

/** What fails outweighs what is merely not there. */
function answerBy(findings: Reading['findings']): Answer {
  const failing = findings.filter(finding => weightOf(finding) === 'fails').map(({ code }) => code)
  if (failing.some(code => !denials.has(code))) return 'fails'
  const [denial] = failing.flatMap(code => denials.get(code) ?? [])
  return denial ?? 'answers'
}

/** Of an alias chain all zones count. */
function securityBy(findings: Reading['findings'], { at, anchors, walk, surveys }: ZoneDetail): Security {
  const isBogus = findings.some(
    finding => finding.code.startsWith('dnssec_') && weightOf(finding) === 'fails',
  )
  if (isBogus) return 'bogus'
  const isUnheard = answerBy(findings) === 'fails' || walk.cuts.some(({ outcome }) => outcome === 'failed')
  if (isUnheard || surveys.length === 0) return 'unknown'
  return surveys.every(survey => stateOfTrust(survey, anchors, at) === 'signed') ? 'secure' : 'insecure'
}

function serversIn({ walk, surveys }: ZoneDetail, name: string): Map<string, SaidByServer> {
  const cut = walk.cuts.find(one => one.name === name && one.outcome !== 'referral')
  const surveyed = surveys.find(survey => survey.name === name)?.servers ?? []
  return new Map(
    (cut?.asked ?? []).flatMap(asked => {
      if (asked.address === undefined) return []
      const tcp = surveyed.find(({ address }) => address === asked.address)?.tcp
      return [[asked.address, { udp: wordOf(asked), ...(tcp && { tcp: wordOf(tcp, 'tcp') }) }]]
    }),
  )
}

/** An answer that was cut short was asked for by TCP in vain. Over UDP kdig does not hear that a port is closed. */
function wordOf(
  { rcode, aa, failure }: Pick<ServerAnswer, 'rcode' | 'aa' | 'failure'>,
  transport: 'udp' | 'tcp' = 'udp',
): string {
  if (rcode !== undefined) return aa === true ? `${rcode} aa` : rcode
  if (failure === 'dns_truncated') return 'NOERROR aa tc'
  return failure === 'connection_refused' && transport === 'tcp' ? 'closed' : 'silent'
}
