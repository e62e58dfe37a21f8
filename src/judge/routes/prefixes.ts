import ipaddr from 'ipaddr.js'

/** True where a prefix holds an address of its own family; false for what is neither. */
export function holds(prefix: string, address: string): boolean {
  if (!ipaddr.isValidCIDR(prefix) || !ipaddr.isValid(address)) return false
  const [network, length] = ipaddr.parseCIDR(prefix)
  const parsed = ipaddr.parse(address)
  return parsed.kind() === network.kind() && parsed.match(network, length)
}

export function prefixLength(prefix: string): number {
  return Number(prefix.slice(prefix.indexOf('/') + 1))
}
