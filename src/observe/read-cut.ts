import type { Failure } from '../model/failure.ts'
import { type Finding, type FindingCode, finding } from '../model/finding.ts'
import type { Step } from '../model/observation.ts'
import { isRegistry } from '../net/dns/name.ts'
import { type Cut, maxAliases, type Walk } from '../net/dns/walk.ts'
import type { ServerAnswer } from '../net/dns/zone.ts'

/** What one zone's servers say. A parent that led on says nothing. */
export function readCut(cut: Cut): Finding[] {
  const asked = cut.asked.filter(({ failure }) => failure !== 'interrupted')
  if (cut.outcome === 'referral' || asked.length === 0) return []
  return isRegistry(cut.zone) ? readRegistry(cut, asked) : readAuthority(cut, asked)
}

/** More aliases than any resolver follows: they never end, or might as well not. */
export function readAliases(name: string, { aliases }: Walk): Finding[] {
  return aliases.length > maxAliases ? [finding('alias_loop', { name, aliases: [...new Set(aliases)] })] : []
}

/** `a.ns.example.org 192.0.2.1`; the root's servers go by their addresses alone. */
export function serverLabel({ host, address }: ServerAnswer): string {
  if (address === undefined) return host
  return host === '.' ? address : `${host} ${address}`
}

/** `walk`: a parent was asked the way; `ask`: a server that has the say was asked for the answer. */
export function cutSteps(cut: Cut): Step[] {
  const op = cut.outcome === 'referral' ? 'walk' : 'ask'
  return cut.asked.map(answer => {
    const denied = answer.rcode === 'NXDOMAIN' ? ('dns_nxdomain_error' as const) : undefined
    const failure = answer.failure ?? denied
    const { at, ms } = answer
    return {
      layer: 'dns',
      op,
      with: serverLabel(answer),
      at,
      ms,
      ...(failure === undefined ? {} : { failure }),
    }
  })
}

/** Nobody's service lies in a registry's zone: what it denies is a registration. */
function readRegistry(cut: Cut, asked: readonly ServerAnswer[]): Finding[] {
  if (cut.outcome === 'failed')
    return [say(isIntercepted(asked) ? 'answers_intercepted' : 'parent_unreachable', cut, asked, asked)]
  const lost = cut.outcome === 'nxdomain' || cut.outcome === 'nodata'
  return lost ? [say('delegation_missing', cut, asked, asked.filter(isGood))] : []
}

/** A registry refers and never answers itself: whoever does, without authority, stands in its place. */
function isIntercepted(asked: readonly ServerAnswer[]): boolean {
  return asked.some(({ failure }) => failure === 'dns_not_authoritative')
}

function readAuthority(cut: Cut, asked: readonly ServerAnswer[]): Finding[] {
  const homeless = asked.filter(({ address }) => address === undefined)
  const good = asked.filter(isGood)
  const lame = asked.filter(({ failure }) => failure !== undefined && lameness.has(failure))
  const short = asked.filter(({ failure }) => failure === 'dns_truncated')
  const wrong = asked.filter(answer => isWrong(answer, cut))
  const told = new Set([...homeless, ...good, ...lame, ...short, ...wrong])
  const silent = asked.filter(answer => !told.has(answer))
  const some = (code: FindingCode, servers: readonly ServerAnswer[]) =>
    servers.length === 0 ? [] : [say(code, cut, asked, servers)]
  if (silent.length + homeless.length === asked.length)
    return [...some('authoritative_unreachable', asked), ...some('name_server_without_address', homeless)]
  return [
    ...some('name_server_without_address', homeless),
    ...some('authoritative_partly_unreachable', silent),
    ...some(
      good.length === 0 && cut.outcome === 'failed' ? 'authoritative_all_lame' : 'authoritative_lame',
      lame,
    ),
    ...some('authoritative_truncated', short),
    ...some('authoritative_error', wrong),
    ...(cut.outcome === 'nxdomain' ? [denial('name_nxdomain', cut, asked, good)] : []),
    ...(cut.outcome === 'nodata' ? [denial('name_nodata', cut, asked, good)] : []),
  ]
}

/** It answers, but not as a server of this zone. */
const lameness = new Set<Failure>(['dns_refused_error', 'dns_servfail_error', 'dns_not_authoritative'])

/** What it sends is no answer at all. */
const nonsense = new Set<Failure>([
  'dns_server_misbehaving',
  'dns_malformed_reply',
  'dns_reply_with_wrong_query_id',
])

function isGood({ failure }: ServerAnswer): boolean {
  return failure === undefined
}

/** Nonsense, or a denial of what its siblings answer. */
function isWrong({ failure, rcode }: ServerAnswer, { outcome }: Cut): boolean {
  if (failure !== undefined) return nonsense.has(failure)
  return rcode === 'NXDOMAIN' && outcome === 'answer'
}

function say(
  code: FindingCode,
  { name, zone }: Cut,
  asked: readonly ServerAnswer[],
  servers: readonly ServerAnswer[],
): Finding {
  const counts = { answered: asked.filter(isGood).length, asked: asked.length }
  return finding(code, { name, zone, servers: servers.map(serverLabel), ...counts })
}

function denial(
  code: 'name_nxdomain' | 'name_nodata',
  { name, zone }: Cut,
  asked: readonly ServerAnswer[],
  servers: readonly ServerAnswer[],
): Finding {
  const counts = { failed: servers.length, asked: asked.length }
  return finding(code, { name, zone, by: 'authoritative', servers: servers.map(serverLabel), ...counts })
}
