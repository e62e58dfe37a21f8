import { hash } from 'node:crypto'
import type { From } from './from.ts'

/** A sender's people and networks as keyed hashes. */
export interface Who {
  /**
   * @param quarter the quarter hour, counted since 1970
   * @param apart makes another person of the same one
   * @returns 64 bits, equal for the same sender, reporter, service and quarter hour
   */
  person(reporter: string, service: string, quarter: number, apart: string): bigint
  /**
   * @param named by a gateway, for the person's network; anybody else's is the connection's
   * @returns 32 bits
   */
  network(named: string | undefined): number
}

/** A keyed hash. @returns a view of its first 8 bytes, good until the next call */
type Mac = (text: string) => DataView

/** @returns a function that says who a sender's people are; what it makes of a key is kept for the next sender */
export function whoIs(): (from: From) => Who {
  let today: { readonly key: string; readonly mac: Mac } | undefined
  return ({ key, sender, network, gateway }) => {
    if (today?.key !== key) today = { key, mac: hmac(key) }
    const { mac } = today
    const person = `person\n${joined(sender)}`
    const ofConnection = (): number => mac(`network\n${network}`).getUint32(0)
    const ofGateway = (named = ''): number => mac(`gateway\n${gateway}\n${named}`).getUint32(0)
    let own: number | undefined
    return {
      person: (reporter, service, quarter, apart) =>
        mac(`${person}${service} ${quarter} ${apart} ${reporter}`).getBigUint64(0),
      network(named) {
        if (gateway !== undefined) return ofGateway(named)
        own ??= ofConnection()
        return own
      },
    }
  }
}

const block = 64

/**
 * HMAC-SHA-256 (RFC 2104), truncated. It is put together from two calls of Node's one-shot hash, which
 * takes a third of the time of `createHmac`: at hundreds of thousands a second that is most of a processor.
 * @param key ASCII, 64 characters at most
 */
function hmac(key: string): Mac {
  const inner = padded(key, 0x36).toString('latin1')
  const outer = Buffer.alloc(block + 32)
  padded(key, 0x5c).copy(outer)
  const digest = new DataView(new ArrayBuffer(8))
  return text => {
    outer.write(hash('sha256', inner + text, 'binary'), block, 'latin1')
    const made = hash('sha256', outer, 'binary')
    for (let at = 0; at < 8; at++) digest.setUint8(at, made.charCodeAt(at))
    return digest
  }
}

function padded(key: string, pad: number): Buffer {
  const bytes = Buffer.alloc(block, pad)
  Buffer.from(key, 'latin1').forEach((byte, at) => {
    bytes[at] = byte ^ pad
  })
  return bytes
}

/** With each part's length before it, so that no two lists of parts look alike. */
function joined(parts: readonly string[]): string {
  let text = ''
  for (const part of parts) text += `${part.length}:${part}`
  return text
}
