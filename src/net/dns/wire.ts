import { type Answer, type DecodedPacket, decode, encode, type OptAnswer } from 'dns-packet'
import { plainName } from './name.ts'

export const questionTypes = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT'] as const
export type QuestionType = (typeof questionTypes)[number]

export interface Question {
  /** Plain (see name.ts) and fit for the wire. */
  readonly name: string
  readonly type: QuestionType
  /** Asks for recursion: true to resolvers, false to authoritative servers. */
  readonly recursive: boolean
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
  readonly rcode: string
  readonly authoritative: boolean
  readonly truncated: boolean
  readonly answers: readonly DnsRecord[]
  readonly authorities: readonly DnsRecord[]
  readonly additionals: readonly DnsRecord[]
}

const recursionDesired = 1 << 8

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

/** Messages with the id 0 by their question: the same ones are asked round after round. */
const queries = new Map<string, Buffer>()
const queriesKept = 4096

/** A query as it goes over UDP. */
export function encodeQuery(id: number, question: Question): Buffer {
  const { name, type, recursive } = question
  const key = `${recursive ? '+' : ''}${type} ${name}`
  let message = queries.get(key)
  if (message === undefined) {
    const flags = recursive ? recursionDesired : 0
    message = encode({
      type: 'query',
      id: 0,
      flags,
      questions: [{ name, type, class: 'IN' }],
      additionals: [edns],
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
    rcode: packet.rcode ?? 'NOERROR',
    authoritative: packet.flag_aa,
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

/** The data as zone files write it, for the types that one can ask for. */
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
    default:
      return undefined
  }
}
