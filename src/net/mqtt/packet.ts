/** Of MQTT (OASIS), 3.1.1 or 5. */
export type MqttVersion = '3.1.1' | '5'

const packet = { connect: 0x10, connack: 0x20, disconnect: 0xe0 }
const levels: Readonly<Record<MqttVersion, number>> = { '3.1.1': 4, '5': 5 }
const cleanSession = 0x02
const keepAliveSeconds = 60

/** CONNECT without a user, a will or properties, for a session that leaves nothing behind (§3.1). */
export function connectPacket(version: MqttVersion, clientId: string): Buffer {
  const properties = version === '5' ? [0] : []
  const head = [levels[version], cleanSession, 0, keepAliveSeconds, ...properties]
  const body = Buffer.concat([text('MQTT'), Buffer.from(head), text(clientId)])
  return Buffer.concat([Buffer.from([packet.connect, body.length]), body])
}

/** DISCONNECT, normal in both versions (§3.14). */
export const disconnectPacket: Buffer = Buffer.from([packet.disconnect, 0])

export interface Connack {
  /** 0 for an accepted connection: a return code of 3.1.1 below 128, a reason code of 5 from there on. */
  readonly code: number
}

/**
 * Reads a CONNACK as far as its code (§3.2); a broker that does not speak the version answers in its own.
 * @returns undefined while it is not whole, `malformed` where it is something else
 */
export function parseConnack(bytes: Buffer): Connack | 'malformed' | undefined {
  const [type, ...rest] = bytes
  if (type === undefined) return undefined
  if (type !== packet.connack) return 'malformed'
  const end = rest.findIndex(byte => byte < 0x80)
  if (end === -1) return rest.length < mostLengthBytes ? undefined : 'malformed'
  if (end >= mostLengthBytes || (end === 0 && Number(rest[0]) < shortest)) return 'malformed'
  const [flags, code] = rest.slice(end + 1)
  if (flags !== undefined && flags > 1) return 'malformed'
  return code === undefined ? undefined : { code }
}

/** A remaining length takes at most four bytes (§2.2.3); a CONNACK has at least its flags and a code. */
const mostLengthBytes = 4
const shortest = 2

function text(content: string): Buffer {
  const bytes = Buffer.from(content)
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes])
}
