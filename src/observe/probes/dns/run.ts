import type { Failure } from '../../../model/failure.ts'
import { parseEndpoint } from '../../../net/dns/endpoint.ts'
import { askResolver } from '../../../net/dns/resolve.ts'
import { type Walk, walkName } from '../../../net/dns/walk.ts'
import type { ProbeContext } from '../../probe.ts'
import type { DnsTarget } from './target.ts'

/** What one resolver said. */
export interface ResolverLook {
  readonly resolver: string
  readonly values: string[]
  /** Seconds. */
  readonly ttl?: number
  readonly failure?: Failure
  /** Milliseconds from the look's start, and how long it took. */
  readonly at: number
  readonly ms: number
}

export interface DnsDetail {
  /** When the look began (ms since 1970). */
  readonly at: number
  readonly resolvers: ResolverLook[]
  readonly walk: Walk
}

/**
 * Looks at a name in two readings at once: what people's resolvers say, and what those say who must know.
 * Where the target is resolvers, only these are asked.
 */
export async function runDns(target: DnsTarget, context: ProbeContext, port: number): Promise<DnsDetail> {
  const { clock } = context
  const at = clock.now()
  const began = clock.monotonic()
  const timeout = context.timeout * ownShare
  const means = meansOf(context)
  const asked = askedFor(target, context)
  if (target.resolvers !== undefined) {
    const resolvers = await askResolvers(target, asked, { ...means, timeout }, began)
    return compact({ at, resolvers, walk: { cuts: [], aliases: [], values: [] } })
  }
  const [resolvers, walk] = await Promise.all([
    askResolvers(target, asked, { ...means, timeout }, began),
    walkName(target.name, target.type, { ...means, port, timeout, began }),
  ])
  const left = timeout - (clock.monotonic() - began)
  if (!isDoubtful(resolvers, walk, clock.now()) || left < timeout / 3) return compact({ at, resolvers, walk })
  const again = await walkName(target.name, target.type, {
    ...means,
    port,
    timeout: left,
    began,
    maxAge: minute,
  })
  // A second walk in less time proves no silence that the first one did not meet.
  const reached = again.cuts.at(-1)?.outcome !== 'failed'
  return compact({ at, resolvers, walk: reached ? again : walk })
}

/** The target's own resolvers, of the families that there are here; else those that people here use. */
function askedFor({ resolvers }: DnsTarget, context: ProbeContext): readonly string[] {
  if (resolvers === undefined) return context.resolvers
  const usable = resolvers.filter(each =>
    context.families.some(family => parseEndpoint(each)?.family === family),
  )
  return usable.length > 0 ? usable : resolvers
}

/** The client keeps its own time, so the signal of the look's time, which costs a timer, is not asked for. */
function meansOf({ clock, random, families, rootServers, delegations, stop }: ProbeContext) {
  return { clock, random, families, rootServers, delegations, signal: stop }
}

/** Silence must be known for what it is before the look is cut off from outside. */
const ownShare = 0.9
const minute = 60_000
const triesEach = 2

function askResolvers(
  { name, type }: DnsTarget,
  resolvers: readonly string[],
  means: ReturnType<typeof meansOf> & { timeout: number },
  began: number,
): Promise<ResolverLook[]> {
  const timeout = means.timeout / triesEach
  return Promise.all(
    resolvers.map(async resolver => ({
      resolver,
      ...(await askResolver(name, type, resolver, timeout, began, means)),
    })),
  )
}

/**
 * True where resolvers looked and found no values, and yet a remembered delegation's servers were asked:
 * the parent may have withdrawn it since. A resolver that is dead or refuses casts no doubt on a name.
 */
function isDoubtful(resolvers: readonly ResolverLook[], walk: Walk, now: number): boolean {
  const denied = resolvers.some(({ failure }) => failure !== undefined && denials.has(failure))
  const found = resolvers.some(({ failure }) => failure === undefined)
  return denied && !found && walk.cuts.some(({ learned }) => learned > 0 && now - learned > minute)
}

const denials = new Set<Failure>(['dns_nxdomain_error', 'dns_no_answer', 'dns_servfail_error'])

/** Times to a hundredth of a millisecond: a record keeps many of them. */
function compact({ at, resolvers, walk }: DnsDetail): DnsDetail {
  const cuts = walk.cuts.map(cut => ({ ...cut, asked: cut.asked.map(rounded) }))
  return { at, resolvers: resolvers.map(rounded), walk: { ...walk, cuts } }
}

function rounded<Timed extends { readonly at: number; readonly ms: number }>(timed: Timed): Timed {
  return { ...timed, at: hundredth(timed.at), ms: hundredth(timed.ms) }
}

function hundredth(ms: number): number {
  return Math.round(ms * 100) / 100
}
