import type { Socket } from 'node:net'
import type { Failure } from '../model/failure.ts'
import { type Finding, type FindingCode, finding } from '../model/finding.ts'
import type { AddressFamily } from '../model/vantage-point.ts'
import { familyOf, hostPort } from '../net/address.ts'
import { type ResolverAnswer, resolveHost } from '../net/dns/resolve.ts'
import { connect } from '../net/tcp/connect.ts'
import { type Trace, tenths } from '../net/trace.ts'
import type { ProbeContext } from './probe.ts'

/** How a host was found and connected to: what every probe above TCP begins with. Plain JSON. */
export interface ReachDetail {
  readonly host: string
  readonly port: number
  readonly addresses: string[]
  /** Set where the name led to no address, with what each resolver that was asked said. */
  readonly unresolved?: Failure
  readonly answers: ResolverAnswer[]
  readonly tries: { readonly address: string; readonly failure?: Failure }[]
  /** The address that the connection is to. */
  readonly connected?: string
}

/** What to reach: a host or an address, a port, and a family where only one will do. */
export interface Place {
  readonly host: string
  readonly port: number
  readonly family?: AddressFamily | undefined
}

const mostTries = 3

/**
 * Finds and connects to a host as a browser does: a fresh name, a fresh connection, another address
 * (and family) where one fails. The attempt says with which address to begin. The caller destroys the socket.
 */
export async function reach(
  { port, ...host }: Place,
  context: ProbeContext,
  trace: Trace,
): Promise<{ socket?: Socket; detail: ReachDetail }> {
  const { found, usable } = await find(host, context, trace)
  const detail = { ...found, port, tries: [] }
  return found.unresolved === undefined
    ? connectToOne(detail, usable.slice(0, mostTries), context, trace)
    : { detail }
}

/**
 * Finds a host's addresses. `usable` are those of the families that are looked at with, the families by
 * turns, in the order in which this attempt is to try them.
 */
export async function find(
  { host, family }: Omit<Place, 'port'>,
  context: ProbeContext,
  trace: Trace,
): Promise<{ found: Pick<ReachDetail, 'host' | 'addresses' | 'unresolved' | 'answers'>; usable: string[] }> {
  const families = family === undefined ? context.families : [family]
  const began = trace.elapsed()
  const timeout = Math.max(1, (context.timeout - began) * shareForNames)
  const { addresses, failure, answers } = await resolveHost(host, {
    ...optionsOf(context),
    families,
    timeout,
  })
  for (const { resolver, at, ms, failure: said } of answers) {
    trace.note({
      layer: 'dns',
      op: 'resolve',
      with: resolver,
      at: tenths(began + at),
      ms: tenths(ms),
      ...(said === undefined ? {} : { failure: said }),
    })
  }
  const found = { host, addresses, answers, ...(failure === undefined ? {} : { unresolved: failure }) }
  const usable = addresses.filter(address => families.includes(familyOf(address) ?? 4))
  return { found, usable: inTurn(usable, context) }
}

/** Of the look's time, what finding the name may take; and of what is left, one silent address of several. */
const shareForNames = 0.5
const shareForOneOfMany = 0.4

// A context may make its signal only when it is asked for, so it is not spread.
function optionsOf({ resolvers, attempt, clock, random, signal }: ProbeContext) {
  return { resolvers, attempt, clock, random, signal }
}

async function connectToOne(
  detail: ReachDetail,
  addresses: readonly string[],
  context: ProbeContext,
  trace: Trace,
) {
  const tries: { address: string; failure?: Failure }[] = []
  for (const [index, address] of addresses.entries()) {
    const last = index === addresses.length - 1
    const left = context.timeout - trace.elapsed()
    const signal = last ? context.signal : impatient(context.signal, left * shareForOneOfMany)
    const { socket, failure } = await trace.step('tcp', 'connect', hostPort(address, detail.port), () =>
      connect(address, detail.port, { signal, publicOnly: context.publicOnly }),
    )
    tries.push(failure === undefined ? { address } : { address, failure })
    if (socket !== undefined) return { socket, detail: { ...detail, tries, connected: address } }
    if (context.signal.aborted) break
  }
  return { detail: { ...detail, tries } }
}

function impatient(signal: AbortSignal, ms: number): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(Math.max(1, Math.round(ms)))])
}

/** The families by turns, either first so that neither can fail unseen; each from its attempt-th address on. */
function inTurn(addresses: readonly string[], { attempt, random }: ProbeContext): string[] {
  const families = random() < 0.5 ? [4, 6] : [6, 4]
  const byFamily = families.map(family =>
    rotated(
      addresses.filter(address => familyOf(address) === family),
      attempt,
    ),
  )
  const longest = Math.max(...byFamily.map(list => list.length))
  return Array.from({ length: longest }, (_, place) => byFamily.flatMap(list => list[place] ?? [])).flat()
}

function rotated(list: readonly string[], by: number): string[] {
  const start = list.length === 0 ? 0 : by % list.length
  return [...list.slice(start), ...list.slice(0, start)]
}

const unresolvedCodes: Readonly<Partial<Record<Failure, FindingCode>>> = {
  dns_servfail_error: 'resolver_servfail',
  dns_refused_error: 'resolver_refused',
  dns_nxdomain_error: 'name_nxdomain',
  dns_no_answer: 'name_nodata',
  dns_timeout_error: 'resolver_timeout',
  // The look's time was up while a resolver was silent; what the observer itself breaks off is never read.
  interrupted: 'resolver_timeout',
  connection_refused: 'resolver_timeout',
  network_unreachable: 'resolver_timeout',
  host_unreachable: 'resolver_timeout',
}

const connectCodes: Readonly<Partial<Record<Failure, FindingCode>>> = {
  generic_timeout_error: 'connect_timeout',
  connection_refused: 'connect_refused',
  connection_reset: 'connect_reset',
  network_unreachable: 'no_route',
  host_unreachable: 'no_route',
  network_down: 'no_route',
}

/** Pure: what stood in the way of a connection; nothing where it came about, save a family that failed. */
export function readReach({ host, port, unresolved, answers, tries, connected }: ReachDetail): Finding[] {
  if (unresolved !== undefined) {
    const code = unresolvedCodes[unresolved] ?? 'resolver_misbehaving'
    return [finding(code, { name: host, resolvers: [...new Set(answers.map(({ resolver }) => resolver))] })]
  }
  if (connected !== undefined) return readFamilies(tries, connected)
  const last = tries.at(-1)
  const code = connectCodes[last?.failure ?? 'interrupted'] ?? 'connect_failed'
  const failure: string = last?.failure ?? 'no_usable_address'
  return [finding(code, { host, port, address: last?.address ?? '', failure })]
}

function readFamilies(tries: ReachDetail['tries'], connected: string): Finding[] {
  const failed = new Set(
    tries.filter(({ failure }) => failure !== undefined).map(({ address }) => familyOf(address)),
  )
  failed.delete(familyOf(connected))
  return [...failed].map(family => finding('family_unreachable', { family: `IPv${family}` }))
}
