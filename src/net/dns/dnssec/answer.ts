import { type Proof, provesNoData, provesNoExactName, provesNoName } from './denial.ts'
import { proofsIn } from './proofs.ts'
import { type RecordSet, readName, readSections, recordSets, typeNumber } from './records.ts'
import { type TrustedZone, type Verified, verifySet } from './signatures.ts'
import { type Broken, brokenBy } from './trust.ts'
import { isInside, nameText, type WireName, wireName } from './wire-name.ts'

/** An answer that is right, and until when its signatures hold (milliseconds since the epoch). */
export interface Valid {
  readonly until: number
}

/**
 * Validates a server's reply by its zone's keys (RFC 4035 §5.3, §5.4): each record set on the way of aliases
 * as far as it lies in the zone, that a wildcard rightly stands in, and that what is denied is not there.
 * @param name plain
 */
export function validate(
  message: Buffer,
  name: string,
  type: keyof typeof typeNumber,
  zone: TrustedZone,
  now: number,
): Valid | Broken {
  const sets = recordSets(readSections(message)?.answers ?? [])
  let owner = wireName(name)
  let until = Number.POSITIVE_INFINITY
  // Each step uses up a set, so that a circle ends.
  for (let steps = 0; steps <= sets.length; steps++) {
    const link = nextOf(sets, owner, typeNumber[type])
    if (link === undefined) return combine(deny(message, owner, typeNumber[type], zone, now), until)
    const verified = believe(message, link.set, owner, zone, now)
    if ('code' in verified) return verified
    until = Math.min(until, verified.until)
    if (link.leads === undefined || !isInside(link.leads, zone.zone)) return { until }
    owner = link.leads
  }
  return { until }
}

interface Link {
  readonly set: RecordSet
  /** Where an alias leads; absent where the set is the answer. */
  readonly leads?: WireName
}

function nextOf(sets: readonly RecordSet[], owner: WireName, type: number): Link | undefined {
  const own = sets.filter(set => set.owner.equals(owner))
  const set = own.find(each => each.type === type)
  if (set !== undefined) return { set }
  const alias = own.find(each => each.type === typeNumber.CNAME)
  const target = targetOf(alias)
  // An alias that a DNAME above makes carries no signature of its own (RFC 6672 §5.3.1).
  const above = sets.find(
    each => each.type === typeNumber.DNAME && isInside(owner, each.owner) && !owner.equals(each.owner),
  )
  if (alias === undefined || target === undefined) return undefined
  return { set: alias.signatures.length === 0 && above !== undefined ? above : alias, leads: target }
}

function targetOf(alias: RecordSet | undefined): WireName | undefined {
  const data = alias?.records[0]?.data
  return data === undefined ? undefined : readName(data, { at: 0 })
}

function believe(
  message: Buffer,
  set: RecordSet,
  owner: WireName,
  zone: TrustedZone,
  now: number,
): Valid | Broken {
  const verified: Verified = verifySet(set, zone, now)
  if (verified.trouble !== undefined) return brokenBy(verified, nameText(zone.zone))
  const { until, wildcardOf } = verified
  if (wildcardOf === undefined) return { until }
  const proofs = proofsIn(message, zone, now)
  if ('trouble' in proofs) return brokenBy(proofs, nameText(zone.zone))
  return judged(provesNoExactName(proofs, owner, wildcardOf), zone, Math.min(until, proofs.until))
}

function deny(
  message: Buffer,
  owner: WireName,
  type: number,
  zone: TrustedZone,
  now: number,
): Valid | Broken {
  const proofs = proofsIn(message, zone, now)
  if ('trouble' in proofs) return brokenBy(proofs, nameText(zone.zone))
  const nxdomain = 3
  const isDenied = (message.readUInt16BE(2) & 0xf) === nxdomain
  const proof = isDenied ? provesNoName(proofs, owner) : provesNoData(proofs, owner, type)
  return judged(proof, zone, proofs.until)
}

function judged(proof: Proof, zone: TrustedZone, until: number): Valid | Broken {
  return proof === 'unproven' ? { code: 'dnssec_denial_invalid', zone: nameText(zone.zone) } : { until }
}

function combine(one: Valid | Broken, until: number): Valid | Broken {
  return 'code' in one ? one : { until: Math.min(one.until, until) }
}
