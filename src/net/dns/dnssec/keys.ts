import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import type { WireName } from './wire-name.ts'

/** What a parent vouches for (RFC 4034 §5): a key of its child by the digest. */
export interface DelegationSigner {
  readonly keyTag: number
  readonly algorithm: number
  readonly digestType: number
  readonly digest: Buffer
}

/** A DNSKEY (RFC 4034 §2). */
export interface ZoneKey {
  readonly keyTag: number
  readonly algorithm: number
  /** The record's data, over which digests go. */
  readonly data: Buffer
}

/** Reads the data of a DS record; undefined where it is too short. */
export function readSigner(data: Buffer): DelegationSigner | undefined {
  if (data.length < 5) return undefined
  const [algorithm, digestType] = [data.readUInt8(2), data.readUInt8(3)]
  return { keyTag: data.readUInt16BE(0), algorithm, digestType, digest: data.subarray(4) }
}

/** Reads the data of a DNSKEY record; undefined where it is no key of a zone, or revoked (RFC 5011). */
export function readKey(data: Buffer): ZoneKey | undefined {
  if (data.length < 5) return undefined
  const flags = data.readUInt16BE(0)
  const isZoneKey = (flags & 0x0100) !== 0 && (flags & 0x0080) === 0 && data.readUInt8(2) === 3
  return isZoneKey ? { keyTag: keyTagOf(data), algorithm: data.readUInt8(3), data } : undefined
}

/** RFC 4034 appendix B. */
function keyTagOf(data: Buffer): number {
  let sum = 0
  for (const [n, octet] of data.entries()) sum += n % 2 === 0 ? octet << 8 : octet
  return (sum + (sum >>> 16)) & 0xffff
}

const digests: Readonly<Record<number, string>> = { 1: 'sha1', 2: 'sha256', 4: 'sha384' }

/** False where this program cannot follow the DS: a zone known by such ones alone counts as unsigned (RFC 4035 §5.2). */
export function isKnown({ algorithm, digestType }: DelegationSigner): boolean {
  return algorithm in algorithms && digestType in digests
}

/** True where the DS means this key of `zone` (RFC 4034 §5.1.4). */
export function vouches(signer: DelegationSigner, zone: WireName, key: ZoneKey): boolean {
  const hash = digests[signer.digestType]
  if (hash === undefined || signer.keyTag !== key.keyTag || signer.algorithm !== key.algorithm) return false
  return createHash(hash).update(zone).update(key.data).digest().equals(signer.digest)
}

interface Algorithm {
  /** OpenSSL's name of the digest; null where the signature brings its own. */
  readonly hash: string | null
  /** @throws where the octets are no such key */
  import(octets: Buffer): KeyObject
}

const rsa = (hash: string): Algorithm => ({ hash, import: importRsa })
const ecdsa = (hash: string, crv: string, size: number): Algorithm => ({
  hash,
  import: octets =>
    jwk({ kty: 'EC', crv, x: base64url(octets.subarray(0, size)), y: base64url(octets.subarray(size)) }),
})
const eddsa = (crv: string): Algorithm => ({
  hash: null,
  import: octets => jwk({ kty: 'OKP', crv, x: base64url(octets) }),
})

/** RFC 5702 (8, 10), RFC 6605 (13, 14), RFC 8080 (15, 16); SHA-1 (5, 7) is still to be validated (RFC 8624 §3.1). */
const algorithms: Readonly<Record<number, Algorithm>> = {
  5: rsa('sha1'),
  7: rsa('sha1'),
  8: rsa('sha256'),
  10: rsa('sha512'),
  13: ecdsa('sha256', 'P-256', 32),
  14: ecdsa('sha384', 'P-384', 48),
  15: eddsa('Ed25519'),
  16: eddsa('Ed448'),
}

/** True where `signature` is the key's over `signed`; false too where the key is no key. */
export function isSignedBy(key: ZoneKey, signed: Buffer, signature: Buffer): boolean {
  const algorithm = algorithms[key.algorithm]
  if (algorithm === undefined) return false
  try {
    const publicKey = algorithm.import(key.data.subarray(4))
    return verify(algorithm.hash, signed, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)
  } catch {
    return false
  }
}

/** The exponent follows its length of one octet, or of two after a zero (RFC 3110 §2). */
function importRsa(octets: Buffer): KeyObject {
  const short = octets.readUInt8(0)
  const [start, length] = short === 0 ? [3, octets.readUInt16BE(1)] : [1, short]
  const exponent = octets.subarray(start, start + length)
  return jwk({ kty: 'RSA', e: base64url(exponent), n: base64url(octets.subarray(start + length)) })
}

function jwk(key: Record<string, string>): KeyObject {
  return createPublicKey({ key, format: 'jwk' })
}

function base64url(octets: Buffer): string {
  return octets.toString('base64url')
}
