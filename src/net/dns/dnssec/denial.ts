import { createHash } from 'node:crypto'
import { readName, typeNumber, type WireRecord } from './records.ts'
import { below, compareNames, isInside, labelsOf, lastLabels, type WireName } from './wire-name.ts'

/**
 * Whether records that were verified prove that something is not there (RFC 4035 §5.4, RFC 5155 §8):
 * `unsure` where more rounds of hashing are asked for than anyone still makes (RFC 9276 §3.2).
 */
export type Proof = 'proven' | 'unproven' | 'unsure'

/** The NSEC and NSEC3 records of a reply, all of them verified. */
export interface Proofs {
  readonly zone: WireName
  readonly nsec: readonly Nsec[]
  readonly nsec3: readonly Nsec3[]
}

interface Nsec {
  readonly owner: WireName
  readonly next: WireName
  readonly types: ReadonlySet<number>
}

interface Nsec3 {
  /** The hashed owner and next name. */
  readonly owner: Buffer
  readonly next: Buffer
  readonly optOut: boolean
  readonly algorithm: number
  readonly iterations: number
  readonly salt: Buffer
  readonly types: ReadonlySet<number>
}

/** Reads those of the records that are proofs; what is malformed proves nothing. */
export function readProofs(zone: WireName, records: readonly WireRecord[]): Proofs {
  return {
    zone,
    nsec: records.filter(({ type }) => type === typeNumber.NSEC).flatMap(record => readNsec(record) ?? []),
    nsec3: records.filter(({ type }) => type === typeNumber.NSEC3).flatMap(record => readNsec3(record) ?? []),
  }
}

/** Proves that the name has no records of the type, though it or what a wildcard makes of it may exist. */
export function provesNoData(proofs: Proofs, name: WireName, type: number): Proof {
  if (proofs.nsec3.length > 0) return noDataByHash(proofs, name, type)
  const own = proofs.nsec.find(({ owner }) => owner.equals(name))
  if (own !== undefined) return truth(lacks(own.types, type))
  const cover = proofs.nsec.find(nsec => covers(nsec, name))
  if (cover === undefined) return 'unproven'
  // A name between others has no record of its own, not even an NSEC (RFC 4035 §5.4).
  if (isInside(cover.next, name)) return 'proven'
  const wildcard = below(closestEncloser(cover, name), '*')
  return truth(proofs.nsec.some(({ owner, types }) => owner.equals(wildcard) && lacks(types, type)))
}

/** Proves that neither the name nor a wildcard for it is there. */
export function provesNoName(proofs: Proofs, name: WireName): Proof {
  if (proofs.nsec3.length > 0) return noNameByHash(proofs, name)
  const cover = proofs.nsec.find(nsec => covers(nsec, name))
  if (cover === undefined) return 'unproven'
  const wildcard = below(closestEncloser(cover, name), '*')
  return truth(proofs.nsec.some(nsec => covers(nsec, wildcard)))
}

/** Proves that a name itself is not there, so that a wildcard could rightly stand in (RFC 4035 §5.3.4). */
export function provesNoExactName(proofs: Proofs, name: WireName, wildcardOf: WireName): Proof {
  if (proofs.nsec3.length === 0) return truth(proofs.nsec.some(nsec => covers(nsec, name)))
  const hash = hasher(proofs)
  if (hash === undefined) return 'unsure'
  const nextCloser = lastLabels(name, labelsOf(wildcardOf).length + 1)
  return truth(proofs.nsec3.some(nsec3 => coversHash(nsec3, hash(nextCloser))))
}

/** Proves that a delegation is there and unsigned: it has name servers and no DS (RFC 4035 §5.2, RFC 5155 §8.9). */
export function provesUnsigned(proofs: Proofs, child: WireName): Proof {
  const isUnsigned = (types: ReadonlySet<number>) =>
    types.has(typeNumber.NS) && !types.has(typeNumber.DS) && !types.has(typeNumber.SOA)
  if (proofs.nsec3.length === 0)
    return truth(proofs.nsec.some(({ owner, types }) => owner.equals(child) && isUnsigned(types)))
  const hash = hasher(proofs)
  if (hash === undefined) return 'unsure'
  const own = proofs.nsec3.find(({ owner }) => owner.equals(hash(child)))
  if (own !== undefined) return truth(isUnsigned(own.types))
  const encloser = closestByHash(proofs, child, hash)
  return truth(encloser?.cover.optOut === true)
}

function truth(proven: boolean): Proof {
  return proven ? 'proven' : 'unproven'
}

function lacks(types: ReadonlySet<number>, type: number): boolean {
  return !types.has(type) && !types.has(typeNumber.CNAME)
}

/** True where the name lies in the gap after the record's owner; the last one's gap leads round to the first. */
function covers({ owner, next }: Nsec, name: WireName): boolean {
  const after = compareNames(owner, name) < 0
  const before = compareNames(name, next) < 0
  return compareNames(owner, next) < 0 ? after && before : after || before
}

/** The deepest name that exists above one that does not: what it shares with one of its neighbours (RFC 4592 §3.3.1). */
function closestEncloser({ owner, next }: Nsec, name: WireName): WireName {
  for (let count = labelsOf(name).length - 1; count > 0; count--) {
    const ancestor = lastLabels(name, count)
    if (isInside(owner, ancestor) || isInside(next, ancestor)) return ancestor
  }
  return lastLabels(name, 0)
}

function noDataByHash(proofs: Proofs, name: WireName, type: number): Proof {
  const hash = hasher(proofs)
  if (hash === undefined) return 'unsure'
  const own = proofs.nsec3.find(({ owner }) => owner.equals(hash(name)))
  if (own !== undefined) return truth(lacks(own.types, type))
  const found = closestByHash(proofs, name, hash)
  if (found === undefined) return 'unproven'
  if (type === typeNumber.DS && found.cover.optOut) return 'proven'
  const wildcard = hash(below(found.encloser, '*'))
  return truth(proofs.nsec3.some(({ owner, types }) => owner.equals(wildcard) && lacks(types, type)))
}

function noNameByHash(proofs: Proofs, name: WireName): Proof {
  const hash = hasher(proofs)
  if (hash === undefined) return 'unsure'
  const found = closestByHash(proofs, name, hash)
  if (found === undefined) return 'unproven'
  const wildcard = hash(below(found.encloser, '*'))
  return truth(proofs.nsec3.some(nsec3 => coversHash(nsec3, wildcard)))
}

/** The closest encloser by its own record, and the record that covers the next closer name (RFC 5155 §8.3). */
function closestByHash({ zone, nsec3 }: Proofs, name: WireName, hash: Hash) {
  const least = labelsOf(zone).length
  for (let count = labelsOf(name).length - 1; count >= least; count--) {
    const encloser = lastLabels(name, count)
    if (!nsec3.some(({ owner }) => owner.equals(hash(encloser)))) continue
    const nextCloser = hash(lastLabels(name, count + 1))
    const cover = nsec3.find(record => coversHash(record, nextCloser))
    return cover && { encloser, cover }
  }
  return undefined
}

function coversHash({ owner, next }: Nsec3, hash: Buffer): boolean {
  const after = Buffer.compare(owner, hash) < 0
  const before = Buffer.compare(hash, next) < 0
  return Buffer.compare(owner, next) < 0 ? after && before : after || before
}

type Hash = (name: WireName) => Buffer

const sha1 = 1
/** More than this no resolver follows any more. */
const mostIterations = 150

/** RFC 5155 §5. Undefined where the zone hashes otherwise or too often. */
function hasher({ nsec3 }: Proofs): Hash | undefined {
  const [first] = nsec3
  if (first === undefined || first.algorithm !== sha1 || first.iterations > mostIterations) return undefined
  const { salt, iterations } = first
  return name => {
    let digest: Buffer = Buffer.from(name)
    for (let round = 0; round <= iterations; round++)
      digest = createHash('sha1').update(digest).update(salt).digest()
    return digest
  }
}

function readNsec({ owner, data }: WireRecord): Nsec | undefined {
  try {
    const cursor = { at: 0 }
    const next = readName(data, cursor)
    return { owner, next, types: readTypes(data.subarray(cursor.at)) }
  } catch {
    return undefined
  }
}

/** RFC 5155 §3.2. The owner's first label is the hash in base32hex. */
function readNsec3({ owner, data }: WireRecord): Nsec3 | undefined {
  const [label] = labelsOf(owner)
  if (label === undefined || data.length < 6) return undefined
  const saltEnd = 5 + data.readUInt8(4)
  const nextLength = data[saltEnd] ?? 0
  const next = data.subarray(saltEnd + 1, saltEnd + 1 + nextLength)
  const hashed = fromBase32hex(label.toString('latin1'))
  if (next.length === 0 || hashed === undefined) return undefined
  return {
    owner: hashed,
    next,
    optOut: (data.readUInt8(1) & 1) === 1,
    algorithm: data.readUInt8(0),
    iterations: data.readUInt16BE(2),
    salt: data.subarray(5, saltEnd),
    types: readTypes(data.subarray(saltEnd + 1 + nextLength)),
  }
}

/** Windows of type bits (RFC 4034 §4.1.2). */
function readTypes(bitmap: Buffer): Set<number> {
  const types = new Set<number>()
  for (let at = 0; at + 2 <= bitmap.length; at += 2 + (bitmap[at + 1] ?? 0)) {
    const base = (bitmap[at] ?? 0) * 256
    for (const [n, octet] of bitmap.subarray(at + 2, at + 2 + (bitmap[at + 1] ?? 0)).entries())
      for (let bit = 0; bit < 8; bit++) if ((octet & (0x80 >> bit)) !== 0) types.add(base + n * 8 + bit)
  }
  return types
}

const base32hexDigits = '0123456789abcdefghijklmnopqrstuv'

/** RFC 4648 §7, lower case, without padding; undefined where it is none. */
function fromBase32hex(text: string): Buffer | undefined {
  const octets: number[] = []
  let bits = 0
  let held = 0
  for (const digit of text) {
    const value = base32hexDigits.indexOf(digit)
    if (value === -1) return undefined
    held = ((held << 5) | value) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    octets.push((held >> bits) & 0xff)
  }
  return Buffer.from(octets)
}
