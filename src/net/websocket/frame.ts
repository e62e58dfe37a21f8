import { createHash } from 'node:crypto'

/** What a server must answer to a client's key (RFC 6455 §4.2.2). */
export function acceptOf(key: string): string {
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
}

const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const
const knownOpcodes: readonly number[] = Object.values(opcodes)

const final = 0x80
const reserved = 0x70
const masked = 0x80
const mostInControl = 125

/** A ping with a few bytes, masked as a client's frames must be (§5.3, §5.5.2). */
export function pingFrame(payload: Buffer, mask: Buffer): Buffer {
  const hidden = payload.map((byte, index) => byte ^ (mask[index % mask.length] ?? 0))
  return Buffer.concat([Buffer.from([final | opcodes.ping, masked | payload.length]), mask, hidden])
}

/** What came of a ping: its pong, a close with its code (1005: none given), or what is no frame of a server's. */
export type Pinged =
  | { readonly kind: 'pong' | 'malformed' }
  | { readonly kind: 'close'; readonly code: number }

/**
 * Reads a server's frames up to the pong to a ping, or a close; messages before it are passed over.
 * @returns undefined while neither has come whole
 */
export function readPong(bytes: Buffer, payload: Buffer): Pinged | undefined {
  let rest = bytes
  for (;;) {
    const frame = readFrame(rest)
    if (frame === undefined) return undefined
    if (frame === 'malformed') return { kind: 'malformed' }
    if (frame.opcode === opcodes.pong && frame.content.equals(payload)) return { kind: 'pong' }
    if (frame.opcode === opcodes.close)
      return { kind: 'close', code: frame.content.length < 2 ? 1005 : frame.content.readUInt16BE() }
    rest = rest.subarray(frame.length)
  }
}

interface Frame {
  readonly opcode: number
  readonly content: Buffer
  /** Of the whole frame, in bytes. */
  readonly length: number
}

/** One unmasked frame without extensions (§5.2), undefined while it is not whole. */
function readFrame(bytes: Buffer): Frame | 'malformed' | undefined {
  const [first, second] = bytes
  if (first === undefined || second === undefined) return undefined
  const opcode = first & 0x0f
  const isControl = opcode >= opcodes.close
  if ((first & reserved) !== 0 || second >= masked || !knownOpcodes.includes(opcode)) return 'malformed'
  if (isControl && (first < final || second > mostInControl)) return 'malformed'
  const size = second === 126 ? 2 : second === 127 ? 8 : 0
  const start = 2 + size
  if (bytes.length < start) return undefined
  const length = start + lengthOf(bytes, second, size)
  return bytes.length < length ? undefined : { opcode, content: bytes.subarray(start, length), length }
}

/** The length of the content: in the second byte, or in the two or eight behind it. */
function lengthOf(bytes: Buffer, second: number, size: number): number {
  if (size === 2) return bytes.readUInt16BE(2)
  return size === 8 ? Number(bytes.readBigUInt64BE(2)) : second
}
