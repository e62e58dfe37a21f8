import ipaddr from 'ipaddr.js'
import { blockPageAddress, webServers } from './plan.ts'

/** Sites with a web server of their own, and the first one's address: who hijacks may let it answer. */
export const webAddresses: Readonly<Record<string, string>> = Object.fromEntries([
  ...webServers.toReversed().map(({ site, address }) => [site, address]),
  ['stranger', blockPageAddress],
])

/** Whether it is an IPv4 prefix, with nothing behind its length. */
export function isPrefix(text: string): boolean {
  if (!ipaddr.IPv4.isValidCIDR(text)) return false
  return text.startsWith(`${ipaddr.IPv4.networkAddressFromCIDR(text)}/`)
}

/** Whether a prefix is another one or a part of it. */
export function isWithin(prefix: string, other: string): boolean {
  const [network, length] = ipaddr.IPv4.parseCIDR(prefix)
  const [covering, coveringLength] = ipaddr.IPv4.parseCIDR(other)
  return length >= coveringLength && network.match([covering, coveringLength])
}

/** The rules, for `nft -f`, by which the site's own web server answers for addresses that are others'. */
export function answeringRules(site: string, prefixes: readonly string[]): string {
  const address = webAddresses[site]
  const rules =
    prefixes.length === 0 || address === undefined
      ? ''
      : `ip daddr { ${prefixes.join(', ')} } tcp dport { 80, 443 } dnat to ${address};`
  return `table ip hijack {}
delete table ip hijack
table ip hijack {
  chain in { type nat hook prerouting priority -100; ${rules} }
}
`
}
