import { fromLabels, type WireName } from './wire-name.ts'

/** Type numbers (RFC 1035, 4034, 5155, 9824) that the proofs speak of. */
export const typeNumber = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  DNAME: 39,
  DS: 43,
  RRSIG: 46,
  NSEC: 47,
  DNSKEY: 48,
  NSEC3: 50,
  NXNAME: 128,
} as const

/** A record with its data in canonical form: names uncompressed and in lower case (RFC 4034 §6.2). */
export interface WireRecord {
  readonly owner: WireName
  readonly type: number
  readonly class: number
  /** Seconds. */
  readonly ttl: number
  readonly data: Buffer
}

export interface WireSections {
  readonly answers: readonly WireRecord[]
  readonly authorities: readonly WireRecord[]
}

/**
 * Reads the records of a whole message as they are, for signatures cover octets and not their meaning.
 * @returns undefined where the message is malformed
 */
export function readSections(message: Buffer): WireSections | undefined {
  try {
    const cursor = { at: 12 }
    for (let n = message.readUInt16BE(4); n > 0; n--) {
      readName(message, cursor)
      cursor.at += 4
    }
    const section = (count: number) => Array.from({ length: count }, () => readRecord(message, cursor))
    return { answers: section(message.readUInt16BE(6)), authorities: section(message.readUInt16BE(8)) }
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** Records of one owner and type, with the signatures over them. */
export interface RecordSet {
  readonly owner: WireName
  readonly type: number
  readonly records: readonly WireRecord[]
  readonly signatures: readonly WireRecord[]
}

/** Gathers the records of a section into sets. */
export function recordSets(section: readonly WireRecord[]): RecordSet[] {
  const sets = new Map<string, { records: WireRecord[]; signatures: WireRecord[] }>()
  for (const record of section) {
    const isSignature = record.type === typeNumber.RRSIG && record.data.length > 18
    const type = isSignature ? record.data.readUInt16BE(0) : record.type
    const key = `${type} ${record.owner.toString('latin1')}`
    const set = sets.get(key) ?? { records: [], signatures: [] }
    set[isSignature ? 'signatures' : 'records'].push(record)
    sets.set(key, set)
  }
  return [...sets.values()].flatMap(({ records, signatures }) => {
    const [first] = records
    return first === undefined ? [] : [{ owner: first.owner, type: first.type, records, signatures }]
  })
}

interface Cursor {
  at: number
}

function readRecord(message: Buffer, cursor: Cursor): WireRecord {
  const owner = readName(message, cursor)
  const type = message.readUInt16BE(cursor.at)
  const recordClass = message.readUInt16BE(cursor.at + 2)
  const ttl = message.readUInt32BE(cursor.at + 4)
  const length = message.readUInt16BE(cursor.at + 8)
  const start = cursor.at + 10
  const end = start + length
  if (end > message.length) throw new RangeError('a record ends after its message')
  cursor.at = end
  return { owner, type, class: recordClass, ttl, data: canonicalData(message, type, start, end) }
}

/** Octets before and after the names in the data of the types that may hold names (RFC 4034 §6.2, RFC 6840 §5.1). */
const namesIn: Readonly<Record<number, { readonly before: number; readonly names: number }>> = {
  [typeNumber.NS]: { before: 0, names: 1 },
  [typeNumber.CNAME]: { before: 0, names: 1 },
  [typeNumber.SOA]: { before: 0, names: 2 },
  [typeNumber.PTR]: { before: 0, names: 1 },
  [typeNumber.MX]: { before: 2, names: 1 },
  [typeNumber.SRV]: { before: 6, names: 1 },
  [typeNumber.DNAME]: { before: 0, names: 1 },
}

function canonicalData(message: Buffer, type: number, start: number, end: number): Buffer {
  const layout = namesIn[type]
  if (layout === undefined) return message.subarray(start, end)
  const cursor = { at: start + layout.before }
  const names = Array.from({ length: layout.names }, () => readName(message, cursor))
  return Buffer.concat([
    message.subarray(start, start + layout.before),
    ...names,
    message.subarray(cursor.at, end),
  ])
}

/** Reads a name and follows its compression, which may lead backwards only (RFC 1035 §4.1.4). */
export function readName(message: Buffer, cursor: Cursor): WireName {
  const labels: Buffer[] = []
  let at = cursor.at
  let jumped = false
  for (let length = message.readUInt8(at); length !== 0; length = message.readUInt8(at)) {
    if (length >= 0xc0) {
      const target = message.readUInt16BE(at) & 0x3fff
      if (target >= at) throw new RangeError('a name points forwards')
      if (!jumped) cursor.at = at + 2
      jumped = true
      at = target
      continue
    }
    if (at + 1 + length > message.length) throw new RangeError('a label ends after its message')
    labels.push(message.subarray(at + 1, at + 1 + length))
    at += 1 + length
  }
  if (!jumped) cursor.at = at + 1
  return fromLabels(labels)
}
