import { isIP, isIPv4 } from 'node:net'
import ipaddr from 'ipaddr.js'

/** A range of addresses: `ipaddr.parseCIDR`'s. */
export type Prefix = ReturnType<typeof ipaddr.parseCIDR>

/** Where a request comes from, as short texts that are hashed at once and kept nowhere. */
export interface Sender {
  /** The address; of IPv6 its /64, in which one household has all its addresses. */
  readonly address: string
  /** Its network: /24, or /48 of IPv6. */
  readonly network: string
}

/**
 * Who sent a request: the address of its connection, or, where that is a trusted proxy's, the rightmost one in
 * `X-Forwarded-For` that is not. What stands left of that anybody may have written.
 */
export function senderOf(
  remote: string | undefined,
  forwardedFor: string | undefined,
  trusted: (address: string) => boolean,
): Sender {
  let address = remote ?? ''
  let rest = forwardedFor ?? ''
  while (rest !== '' && trusted(address)) {
    const comma = rest.lastIndexOf(',')
    const next = bare(rest.slice(comma + 1).trim())
    if (isIP(next) === 0) break
    address = next
    rest = comma < 0 ? '' : rest.slice(0, comma)
  }
  return shortened(address)
}

/** Some proxies write a port behind the address, as in `192.0.2.1:4711` and `[2001:db8::1]:4711`. */
function bare(text: string): string {
  const [, bracketed, plain] = /^(?:\[([^\]]*)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$/.exec(text) ?? []
  return bracketed ?? plain ?? text
}

function shortened(address: string): Sender {
  // Most are; taking one apart would cost more than all else here.
  if (isIPv4(address)) return { address, network: address.slice(0, address.lastIndexOf('.')) }
  if (!ipaddr.isValid(address)) return { address: '', network: '' }
  const parsed = ipaddr.process(address)
  const bytes = parsed.toByteArray()
  if (parsed.kind() === 'ipv4') return { address: bytes.join('.'), network: bytes.slice(0, 3).join('.') }
  return { address: bytes.slice(0, 8).join(':'), network: bytes.slice(0, 6).join(':') }
}

/** Whether an address lies in one of the prefixes. The few addresses of proxies are looked up once each. */
export function within(prefixes: readonly Prefix[]): (address: string) => boolean {
  const known = new Map<string, boolean>()
  return address => {
    const before = known.get(address)
    if (before !== undefined) return before
    const is = contained(address, prefixes)
    if (known.size >= 1000) known.clear()
    known.set(address, is)
    return is
  }
}

function contained(address: string, prefixes: readonly Prefix[]): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  return prefixes.some(prefix => parsed.kind() === prefix[0].kind() && parsed.match(prefix))
}
