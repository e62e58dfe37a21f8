import type { NameServer } from './plan.ts'

export const tcpStates = ['good', 'refused', 'silent'] as const
export const ednsStates = ['good', 'dropped'] as const

/** How packets to a name server fare: over TCP, and over UDP with an extension. */
export interface Passage {
  readonly tcp: (typeof tcpStates)[number]
  readonly edns: (typeof ednsStates)[number]
}

export const freePassage: Passage = { tcp: 'good', edns: 'good' }

/** The rules, for `nft -f`, that replace whatever stood before this name server. */
export function passageRules({ id, addresses }: NameServer, { tcp, edns }: Passage): string {
  const to = `ip daddr { ${addresses.join(', ')} }`
  const rules = [
    ...(tcp === 'refused' ? [`${to} tcp dport 53 reject with tcp reset;`] : []),
    ...(tcp === 'silent' ? [`${to} tcp dport 53 drop;`] : []),
    // ARCOUNT stands 18 bytes behind the beginning of the UDP header; a plain question has nothing there.
    ...(edns === 'dropped' ? [`${to} udp dport 53 @th,144,16 != 0 drop;`] : []),
  ]
  return `table ip ${id} {}
delete table ip ${id}
table ip ${id} {
  chain in { type filter hook input priority 0; ${rules.join(' ')} }
}
`
}
