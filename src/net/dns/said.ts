import type { Failure } from '../../model/failure.ts'
import { follow } from './answer.ts'
import { rcodeFailure } from './failure.ts'
import { isRegistry, isWithin } from './name.ts'
import type { DnsRecord, QuestionType, Reply } from './wire.ts'

/**
 * What an authoritative server said of a name, once told apart from what it should not have said:
 * `referral` names a zone below that has the say; `alias` a name elsewhere that has the values.
 */
export type Said =
  | { readonly kind: 'answer'; readonly values: string[]; readonly aliases: string[]; readonly ttl: number }
  | { readonly kind: 'alias'; readonly aliases: string[]; readonly target: string }
  | { readonly kind: 'nxdomain' }
  | { readonly kind: 'nodata' }
  | {
      readonly kind: 'referral'
      readonly zone: string
      readonly servers: readonly DnsRecord[]
      readonly glue: readonly DnsRecord[]
    }

/** Reads a reply of a server that `zone` was delegated to (RFC 1034 §4.3.2); a failure where it is lame. */
export function readSaid(reply: Reply, name: string, type: QuestionType, zone: string): Said | Failure {
  const failure = rcodeFailure(reply.rcode)
  if (failure !== undefined && failure !== 'dns_nxdomain_error') return failure
  const { values, aliases, ttl = 0 } = follow(reply.answers, name, type, zone)
  // Resolvers take it without authority too; but whoever offers recursion, or answers in a registry's place, may
  // be a stranger on the way.
  const isTaken = values.length > 0 && !reply.recursive && !isRegistry(zone)
  if (!reply.authoritative && !isTaken) return readReferral(reply, name, zone) ?? 'dns_not_authoritative'
  if (values.length > 0) return { kind: 'answer', values, aliases, ttl }
  const target = aliases.at(-1)
  if (target !== undefined) return { kind: 'alias', aliases, target }
  return { kind: failure === undefined ? 'nodata' : 'nxdomain' }
}

/** A referral leads downwards, towards the name; one that leads up or aside is a lame server's. */
function readReferral(reply: Reply, name: string, zone: string): Said | undefined {
  const servers = reply.authorities.filter(
    ({ type, name: owner }) =>
      type === 'NS' && owner !== zone && isWithin(owner, zone) && isWithin(name, owner),
  )
  const [first] = servers
  if (first === undefined) return undefined
  // Glue is believed only for names that the referring zone has a say over.
  const glue = reply.additionals.filter(
    ({ type, name: owner }) => (type === 'A' || type === 'AAAA') && isWithin(owner, zone),
  )
  return {
    kind: 'referral',
    zone: first.name,
    servers: servers.filter(({ name: owner }) => owner === first.name),
    glue,
  }
}
