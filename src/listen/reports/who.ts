import { hash } from 'node:crypto'

/** Keyed hashes of people and networks under one day's key. */
export interface Who {
  /**
   * @param sender parts that tell a sender from others
   * @returns 64 bits, equal for the same sender, reporter, service and quarter hour
   */
  people(
    sender: readonly string[],
  ): (reporter: string, service: string, quarter: number, apart: string) => bigint
  /** 32 bits. */
  network(name: string): number
}

const block = 64

/**
 * HMAC-SHA-256 (RFC 2104), truncated. It is put together from two calls of Node's one-shot hash, which
 * takes a third of the time of `createHmac`: at hundreds of thousands a second that is most of a processor.
 * @param key ASCII, 64 characters at most
 */
export function whoIs(key: string): Who {
  const inner = padded(key, 0x36).toString('latin1')
  const outer = Buffer.alloc(block + 32)
  padded(key, 0x5c).copy(outer)
  const digest = new DataView(new ArrayBuffer(8))

  /** Leaves the first eight bytes in `digest`. */
  function mac(text: string): void {
    outer.write(hash('sha256', inner + text, 'binary'), block, 'latin1')
    const made = hash('sha256', outer, 'binary')
    for (let at = 0; at < 8; at++) digest.setUint8(at, made.charCodeAt(at))
  }

  return {
    people(sender) {
      const from = `person\n${joined(sender)}`
      return (reporter, service, quarter, apart) => {
        mac(`${from}${service} ${quarter} ${apart} ${reporter}`)
        return digest.getBigUint64(0)
      }
    },
    network(name) {
      mac(`network\n${name}`)
      return digest.getUint32(0)
    },
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
