import type { FindingCode } from '../../../src/model/finding.ts'
import type { Mishap } from './mishaps.ts'
import type { Signing } from './sign.ts'

/** Where each kind of server listens: the last octet of its address. */
export const serverHosts = {
  /** Sound: two Knots, so that one can differ from the other. */
  a: 21,
  b: 22,
  /** Knot, stopped in its tracks. */
  silent: 31,
  silentToo: 32,
  /** Nothing listens. */
  closed: 33,
  /** Knot that does not serve the zone. */
  refusing: 41,
  refusingToo: 42,
  /** Knot that could not load the zone. */
  failing: 43,
  failingToo: 44,
  /** BIND, made to misbehave by its own switches. */
  noTcp: 51,
  cutsShort: 52,
  dropsEdns: 53,
  formerrsEdns: 54,
  noAuthority: 55,
  /** The top-level domains’ own server, and the root’s. */
  parent: 12,
  root: 11,
} as const

export type ServerKind = keyof typeof serverHosts

/** Records in zone file form; `at(server)` is the address of a server of the lab. */
export type Text = string | ((at: (server: ServerKind) => string) => string)

/** What is in a zone, and how it is signed. */
export interface ZoneContent {
  /** In zone file form, beside SOA, name servers and what `www` is. */
  readonly records?: Text
  /** The records at and of `www`; `www A 192.0.2.1` unless said otherwise. */
  readonly www?: Text
  /** The zone’s own NS set with addresses, where it is not its servers as `ns1`, `ns2`, … */
  readonly apex?: Text
  readonly serial?: number
  readonly signed?: Signing
  /** Signed by a zone-signing key that is not among the zone’s keys. */
  readonly strayKey?: true
  /** What happened to the zone after it was signed. */
  readonly mishap?: Mishap
}

/** What the parent has of a zone’s keys. */
export type ParentKeys =
  | 'right'
  | 'none'
  | 'another key'
  | 'unknown algorithm'
  | 'unknown digest'
  | 'old and new'

/** A zone of the lab. */
export interface LabZone extends ZoneContent {
  readonly zone: string
  /** Where ns1, ns2, … are; `a` and `b` unless said otherwise. */
  readonly servers?: readonly ServerKind[]
  /** What the second server has otherwise. */
  readonly second?: ZoneContent
  /** What the parent says, in its zone file, where it is not the servers with their glue; empty: nothing. */
  readonly delegation?: Text
  /** `right` where the zone is signed, unless said otherwise. */
  readonly ds?: ParentKeys
}

/** What the name comes to for somebody who follows the delegations and validates. */
export type Answer = 'answers' | 'nodata' | 'nxdomain' | 'fails'
export type Security = 'secure' | 'insecure' | 'bogus' | 'unknown'

/** What is true of a case. */
export interface Truth {
  readonly answer: Answer
  /** `unknown` where nothing could be got that one could validate. */
  readonly security: Security
  /** What Prahari is to find. */
  readonly findings: readonly FindingCode[]
}

export interface ZoneCase extends LabZone {
  readonly id: string
  /** What is broken, or that nothing is. */
  readonly what: string
  /** The name that is asked for; `www` in the zone unless said otherwise. */
  readonly asks?: string
  /** What each of the servers says to kdig over UDP, and over TCP, where it is not what its kind does. */
  readonly says?: string | readonly string[]
  readonly saysOverTcp?: string
  readonly truth: Truth
  /** Tools that say something else, and why. */
  readonly unless?: { readonly who: readonly ('Unbound' | 'delv')[]; readonly why: string }
}
