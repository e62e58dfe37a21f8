import type { FindingCode } from '../../../model/finding.ts'
import type { TrustAnchor } from './anchors.ts'
import { type Proof, provesUnsigned } from './denial.ts'
import { type DelegationSigner, isKnown, readKey, readSigner, vouches } from './keys.ts'
import { proofsIn } from './proofs.ts'
import { type RecordSet, readSections, recordSets, typeNumber } from './records.ts'
import { type TrustedZone, verifySet } from './signatures.ts'
import { nameText, wireName } from './wire-name.ts'

/** Why a zone or an answer is not believed, and where: what a validating resolver answers SERVFAIL for. */
export interface Broken {
  readonly code: Extract<FindingCode, `dnssec_${string}`>
  /** The zone whose records are at fault. */
  readonly zone: string
  /** Milliseconds since the epoch: when the signature ended, or begins. */
  readonly since?: number
}

/** One zone on the way from the anchor: what its parent says of its keys, and the keys that it shows. */
export interface TrustLink {
  readonly zone: string
  /** The parent's reply to a question for its DS; absent for the anchor's own zone. */
  readonly signers?: Buffer
  /** A reply of its servers to a question for its DNSKEY; absent where none was got. */
  readonly keys?: Buffer
}

/** What may be believed of a zone's keys, by its parents' word. */
export type Vouched =
  | { readonly state: 'signed'; readonly signers: readonly DelegationSigner[]; readonly until: number }
  /** Nobody vouches, and that is proven: all below is believed unsigned. `zone`: where that begins. */
  | { readonly state: 'unsigned'; readonly zone: string }
  | { readonly state: 'broken'; readonly broken: Broken }
  /** A reply is missing, so that nothing can be said. */
  | { readonly state: 'unseen' }

/**
 * Follows the chain of trust from an anchor down to what is vouched of the last link's keys (RFC 4035 §5.2).
 * The last link's own keys are not looked at.
 * @param now milliseconds since the epoch
 */
export function vouchedFor(
  links: readonly TrustLink[],
  anchors: readonly TrustAnchor[],
  now: number,
): Vouched {
  const [first, ...rest] = links
  const apex = wireName(first?.zone ?? '.')
  const signers = anchors.filter(({ zone }) => zone.equals(apex)).map(({ signer }) => signer)
  if (signers.length === 0) return { state: 'unseen' }
  let vouched: Vouched = { state: 'signed', signers, until: Number.POSITIVE_INFINITY }
  let above = first
  for (const link of rest) {
    if (vouched.state !== 'signed' || above === undefined) return vouched
    const parent = keysOf(above, vouched.signers, now)
    if (parent === undefined) return { state: 'unseen' }
    if ('code' in parent) return { state: 'broken', broken: parent }
    const said = signersOf(link, parent, now)
    vouched =
      said.state === 'signed' ? { ...said, until: Math.min(said.until, vouched.until, parent.until) } : said
    above = link
  }
  return vouched
}

/** A zone's keys once they are believed, and until when that holds (milliseconds since the epoch). */
export interface Keys extends TrustedZone {
  readonly until: number
}

/**
 * The keys that a zone shows, believed by one of them that is vouched for (RFC 4035 §5.2).
 * @returns undefined where there is no reply
 */
export function keysOf(
  { zone, keys: message }: TrustLink,
  signers: readonly DelegationSigner[],
  now: number,
): Keys | Broken | undefined {
  if (message === undefined) return undefined
  const owner = wireName(zone)
  const set = setsOf(message).find(
    ({ type, owner: held }) => type === typeNumber.DNSKEY && held.equals(owner),
  )
  if (set === undefined) return { code: 'dnssec_signature_missing', zone }
  const keys = set.records.flatMap(({ data }) => readKey(data) ?? [])
  const entry = keys.filter(key => signers.some(signer => vouches(signer, owner, key)))
  if (entry.length === 0) return { code: 'dnssec_keys_mismatch', zone }
  const verified = verifySet(set, { zone: owner, keys: entry }, now)
  if (verified.trouble !== undefined) return brokenBy(verified, zone)
  return { zone: owner, keys, until: verified.until }
}

/** What a parent says of a zone's keys: DS records, or proof that there are none. */
function signersOf({ zone, signers: message }: TrustLink, parent: Keys, now: number): Vouched {
  if (message === undefined) return { state: 'unseen' }
  const owner = wireName(zone)
  const sets = setsOf(message)
  const set = sets.find(({ type, owner: held }) => type === typeNumber.DS && held.equals(owner))
  if (set === undefined) return unsigned(message, zone, parent, now)
  const verified = verifySet(set, parent, now)
  if (verified.trouble !== undefined)
    return { state: 'broken', broken: brokenBy(verified, nameText(parent.zone)) }
  const known = set.records.flatMap(({ data }) => readSigner(data) ?? []).filter(isKnown)
  return known.length === 0
    ? { state: 'unsigned', zone }
    : { state: 'signed', signers: known, until: verified.until }
}

function unsigned(message: Buffer, zone: string, parent: Keys, now: number): Vouched {
  const proofs = proofsIn(message, parent, now)
  if ('trouble' in proofs) return { state: 'broken', broken: brokenBy(proofs, nameText(parent.zone)) }
  const proof: Proof = provesUnsigned(proofs, wireName(zone))
  return proof === 'unproven'
    ? { state: 'broken', broken: { code: 'dnssec_denial_invalid', zone: nameText(parent.zone) } }
    : { state: 'unsigned', zone }
}

export function brokenBy(
  { trouble, since }: { readonly trouble: Broken['code']; readonly since?: number },
  zone: string,
): Broken {
  return { code: trouble, zone, ...(since === undefined ? {} : { since }) }
}

function setsOf(message: Buffer): RecordSet[] {
  return recordSets(readSections(message)?.answers ?? [])
}

/** True where a reply to a question for DS holds one: the zone is meant to be signed. */
export function holdsSigners(message: Buffer): boolean {
  return readSections(message)?.answers.some(({ type }) => type === typeNumber.DS) === true
}
