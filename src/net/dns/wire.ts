import { type Answer, type DecodedPacket, decode, encode, type OptAnswer } from 'dns-packet'
import { plainName } from './name.ts'

export const questionTypes = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT'] as const
/** Those that a catalogue may ask for, and those by which a zone is looked through. */
export type QuestionType = (typeof questionTypes)[number] | 'SOA' | 'DS' | 'DNSKEY'

export interface Question {
  /** Plain (see name.ts) and fit for the wire. */
  readonly name: string
  readonly type: QuestionType
  /** Asks for recursion: true to resolvers, false to authoritative servers. */
  readonly recursive: boolean
  /**
   * `none`: as servers of before 1999 knew it, without EDNS (RFC 6891). `signed`: with the signatures, and
   * with what cannot be validated too (DO, RFC 3225; CD, RFC 4035 §3.2.2). Left out: the usual, with EDNS.
   */
  readonly manner?: 'none' | 'signed'
}

/** A resource record with its data as text; names are plain. */
export interface DnsRecord {
  readonly name: string
  readonly type: QuestionType
  /** Seconds. */
  readonly ttl: number
  readonly value: string
}

export interface Reply {
  /** The whole message as it came. */
  readonly message: Buffer
  readonly rcode: string
  readonly authoritative: boolean
  /** Whether it offers to ask others (RA): a resolver does, a zone's own server need not. */
  readonly recursive: boolean
  readonly truncated: boolean
  readonly answers: readonly DnsRecord[]
  readonly authorities: readonly DnsRecord[]
  readonly additionals: readonly DnsRecord[]
}

const recursionDesired = 1 << 8
const checkingDisabled = 1 << 4

/** Avoids fragments on every usual path (DNS Flag Day 2020, RFC 9715). */
const ednsPayload = 1232

const edns: OptAnswer = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: ednsPayload,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
}

const ednsSigned: OptAnswer = { ...edns, flags: 1 << 15, flag_do: true }

/** Messages with the id 0 by their question: the same ones are asked round after round. */
const queries = new Map<string, Buffer>()
const queriesKept = 4096

/** A query as it goes over UDP. */
export function encodeQuery(id: number, question: Question): Buffer {
  const { name, type, recursive, manner } = question
  const key = `${recursive ? '+' : ''}${manner ?? ''}${type} ${name}`
  let message = queries.get(key)
  if (message === undefined) {
    const flags = (recursive ? recursionDesired : 0) | (manner === 'signed' ? checkingDisabled : 0)
    message = encode({
      type: 'query',
      id: 0,
      flags,
      questions: [{ name, type, class: 'IN' }],
      additionals: manner === 'none' ? [] : [manner === 'signed' ? ednsSigned : edns],
    })
    if (queries.size >= queriesKept) queries.clear()
    queries.set(key, message)
  }
  const query = Buffer.from(message)
  query.writeUInt16BE(id)
  return query
}

/** What a message is to the question that one waits for: its answer, something else, or unreadable. */
export type Decoded = Reply | 'other' | 'malformed'

/** Reads a message and checks that it answers `question`. The id and the sender are the caller's to check. */
export function decodeReply(message: Buffer, question: Question): Decoded {
  let packet: DecodedPacket & { rcode?: string }
  try {
    packet = decode(message)
  } catch {
    return 'malformed'
  }
  // The library reads addresses beyond the end of a message that was cut short.
  if (decode.bytes > message.length) return 'malformed'
  const asked = packet.questions?.[0]
  if (!packet.flag_qr) return 'other'
  // A server that could not even read the query may leave the question out.
  if (asked === undefined ? packet.rcode === 'NOERROR' : !isSame(asked, question)) return 'other'
  return {
    message,
    rcode: packet.rcode ?? 'NOERROR',
    authoritative: packet.flag_aa,
    recursive: packet.flag_ra,
    truncated: packet.flag_tc,
    answers: records(packet.answers),
    authorities: records(packet.authorities),
    additionals: records(packet.additionals),
  }
}

function isSame(asked: { name: string; type: string }, question: Question): boolean {
  return asked.type === question.type && plainName(asked.name) === question.name
}

function records(answers: readonly Answer[] = []): DnsRecord[] {
  const kept: DnsRecord[] = []
  for (const answer of answers) {
    const value = dataText(answer)
    if (value === undefined || answer.type === 'OPT') continue
    kept.push({
      name: plainName(answer.name),
      type: answer.type as QuestionType,
      ttl: answer.ttl ?? 0,
      value,
    })
  }
  return kept
}

/** The data as zone files write it, for the types that one can ask for; of a SOA its serial alone. */
function dataText(answer: Answer): string | undefined {
  switch (answer.type) {
    case 'A':
    case 'AAAA':
      return answer.data
    case 'CNAME':
    case 'NS':
      return plainName(answer.data)
    case 'MX':
      return `${answer.data.preference ?? 0} ${plainName(answer.data.exchange)}`
    case 'TXT':
      return [answer.data].flat().map(String).join('')
    case 'SOA':
      return String(answer.data.serial ?? 0)
    default:
      return undefined
  }
}
