import { isSignedBy, type ZoneKey } from './keys.ts'
import { type RecordSet, readName } from './records.ts'
import { below, isInside, labelsOf, lastLabels, type WireName } from './wire-name.ts'

/** Why a record set is not believed. */
export type SignatureTrouble =
  | 'dnssec_signature_missing'
  | 'dnssec_signature_expired'
  | 'dnssec_signature_not_yet_valid'
  | 'dnssec_signature_invalid'

/** A zone whose keys are believed. */
export interface TrustedZone {
  readonly zone: WireName
  readonly keys: readonly ZoneKey[]
}

export type Verified =
  | {
      readonly trouble?: never
      /** Milliseconds since the epoch: when the signature ends. */
      readonly until: number
      /** Where a wildcard stands behind the records: the name that it is expanded from (RFC 4035 §5.3.4). */
      readonly wildcardOf?: WireName
    }
  | {
      readonly trouble: SignatureTrouble
      /** Milliseconds since the epoch: when it ended, or begins. */
      readonly since?: number
    }

/**
 * Verifies a record set by the keys of the zone that it lies in (RFC 4035 §5.3): one good signature is enough.
 * Of many bad ones that is told which came nearest: expired before not yet valid before wrong.
 * @param now milliseconds since the epoch
 */
export function verifySet(set: RecordSet, { zone, keys }: TrustedZone, now: number): Verified {
  const tried = set.signatures.flatMap(({ data }) => {
    const signature = readSignature(data)
    return signature === undefined || !signature.signer.equals(zone) || !isInside(set.owner, zone)
      ? []
      : [verifyOne(set, signature, keys, now)]
  })
  const order = ['dnssec_signature_expired', 'dnssec_signature_not_yet_valid', 'dnssec_signature_invalid']
  const [best] = tried.toSorted((a, b) => order.indexOf(a.trouble ?? '') - order.indexOf(b.trouble ?? ''))
  return best ?? { trouble: 'dnssec_signature_missing' }
}

interface Signature {
  readonly algorithm: number
  readonly labels: number
  readonly originalTtl: number
  /** Seconds since the epoch, modulo 2³². */
  readonly expiration: number
  readonly inception: number
  readonly keyTag: number
  readonly signer: WireName
  /** The record's data before the signature, with the signer's name in canonical form. */
  readonly head: Buffer
  readonly signature: Buffer
}

/** RFC 4034 §3.1. */
function readSignature(data: Buffer): Signature | undefined {
  const cursor = { at: 18 }
  let signer: WireName
  try {
    signer = readName(data, cursor)
  } catch {
    return undefined
  }
  return {
    algorithm: data.readUInt8(2),
    labels: data.readUInt8(3),
    originalTtl: data.readUInt32BE(4),
    expiration: data.readUInt32BE(8),
    inception: data.readUInt32BE(12),
    keyTag: data.readUInt16BE(16),
    signer,
    head: Buffer.concat([data.subarray(0, 18), signer]),
    signature: data.subarray(cursor.at),
  }
}

function verifyOne(set: RecordSet, signature: Signature, keys: readonly ZoneKey[], now: number): Verified {
  const { expiration, inception, algorithm, keyTag } = signature
  const invalid = { trouble: 'dnssec_signature_invalid' } as const
  const depth = labelsOf(set.owner).length - (isWildcard(set.owner) ? 1 : 0)
  if (signature.labels > depth) return invalid
  const wildcardOf = signature.labels < depth ? lastLabels(set.owner, signature.labels) : undefined
  const owner = wildcardOf === undefined ? set.owner : below(wildcardOf, '*')
  const signed = signedOctets(set, owner, signature)
  const candidates = keys.filter(key => key.keyTag === keyTag && key.algorithm === algorithm)
  // An old signature that is not even right says nothing of time.
  if (!candidates.some(key => isSignedBy(key, signed, signature.signature))) return invalid
  const until = timeOf(expiration, now)
  const from = timeOf(inception, now)
  if (until < now) return { trouble: 'dnssec_signature_expired', since: until }
  if (from > now) return { trouble: 'dnssec_signature_not_yet_valid', since: from }
  return wildcardOf === undefined ? { until } : { until, wildcardOf }
}

function isWildcard(name: WireName): boolean {
  return name[0] === 1 && name[1] === 0x2a
}

/** Serial arithmetic: the moment that lies nearest to now (RFC 4034 §3.1.5, RFC 1982). */
function timeOf(seconds: number, now: number): number {
  const nowSeconds = Math.floor(now / 1000)
  return (nowSeconds + ((seconds - nowSeconds) | 0)) * 1000
}

/** What the signature is over: its own head, then each record in canonical order, each once (RFC 4034 §3.1.8.1, §6.3). */
function signedOctets({ records }: RecordSet, owner: WireName, { head, originalTtl }: Signature): Buffer {
  const sorted = records.map(({ data }) => data).toSorted(Buffer.compare)
  const distinct = sorted.filter((data, n) => n === 0 || !data.equals(sorted[n - 1] ?? Buffer.alloc(0)))
  const [first] = records
  const fixed = Buffer.alloc(8)
  fixed.writeUInt16BE(first?.type ?? 0)
  fixed.writeUInt16BE(first?.class ?? 1, 2)
  fixed.writeUInt32BE(originalTtl, 4)
  return Buffer.concat([head, ...distinct.flatMap(data => [owner, fixed, lengthOf(data), data])])
}

function lengthOf(data: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(data.length)
  return length
}
