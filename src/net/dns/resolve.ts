import { isIP } from 'node:net'
import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import type { Failure } from '../../model/failure.ts'
import type { AddressFamily } from '../../model/vantage-point.ts'
import { follow } from './answer.ts'
import { dnsClient } from './client.ts'
import { parseEndpoint } from './endpoint.ts'
import { rcodeFailure } from './failure.ts'
import { plainName } from './name.ts'
import type { Outcome } from './udp.ts'
import type { QuestionType } from './wire.ts'

export interface ResolveOptions {
  /** `address` or `address:port` (`[v6]:port`). */
  readonly resolvers: readonly string[]
  readonly families: readonly AddressFamily[]
  /** Milliseconds for all of it. */
  readonly timeout: number
  /** Which resolver to begin with, counted round. */
  readonly attempt: number
  readonly clock: Clock
  readonly random: Random
  readonly signal: AbortSignal
}

/** What one resolver said to one question. */
export interface ResolverAnswer {
  resolver: string
  type: 'A' | 'AAAA'
  addresses: string[]
  /** Seconds. */
  ttl?: number
  failure?: Failure
  /** Milliseconds from the start, and how long it took. */
  at: number
  ms: number
}

export interface Resolution {
  /** IPv4 and IPv6 in the order of `families`. */
  addresses: string[]
  /** Set where there is no address. */
  failure?: Failure
  answers: ResolverAnswer[]
}

/**
 * Asks the resolvers as people's machines do: fresh, one after another from the attempt-th on until one
 * answers (NXDOMAIN and NODATA are answers); A and AAAA as the families say, both at once. IP literals
 * pass through. Follows the CNAMEs given in the answer. Never throws.
 */
export async function resolveHost(host: string, options: ResolveOptions): Promise<Resolution> {
  const literal = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host
  if (isIP(literal) !== 0) return { addresses: [literal], answers: [] }
  const { resolvers, clock } = options
  const began = clock.monotonic()
  const answers: ResolverAnswer[] = []
  let failure: Failure = 'dns_timeout_error'
  for (let turn = 0; turn < resolvers.length; turn++) {
    const resolver = resolvers[(options.attempt + turn) % resolvers.length] ?? ''
    const left = options.timeout - (clock.monotonic() - began)
    if (left <= 0 || options.signal.aborted) break
    const share = left / (resolvers.length - turn)
    const both = await askBoth(plainName(host), resolver, share / triesEach, began, options)
    answers.push(...both)
    const addresses = both.flatMap(answer => answer.addresses)
    if (addresses.length > 0) return { addresses, answers }
    failure = worst(both)
    if (isAnswer(failure)) break
  }
  return { addresses: [], failure: options.signal.aborted ? 'interrupted' : failure, answers }
}

const triesEach = 2

function askBoth(
  name: string,
  resolver: string,
  timeout: number,
  began: number,
  options: ResolveOptions,
): Promise<ResolverAnswer[]> {
  const types = options.families.map(family => (family === 4 ? 'A' : 'AAAA'))
  return Promise.all(
    types.map(async type => {
      const { values, ...rest } = await askResolver(name, type, resolver, timeout, began, options)
      return { resolver, type, addresses: values, ...rest }
    }),
  )
}

/** What a resolver said to a question of any type. `failure` is set where it gave no values. */
export interface ResolverValues {
  values: string[]
  ttl?: number
  failure?: Failure
  at: number
  ms: number
}

/**
 * Asks one resolver one question, twice at most.
 * @param timeout milliseconds for each try
 * @param began monotonic milliseconds from which `at` is counted
 */
export async function askResolver(
  name: string,
  type: QuestionType,
  resolver: string,
  timeout: number,
  began: number,
  { clock, random, signal }: Pick<ResolveOptions, 'clock' | 'random' | 'signal'>,
): Promise<ResolverValues> {
  const server = parseEndpoint(resolver)
  if (server === undefined) return { values: [], failure: 'unknown_failure: not_an_address', at: 0, ms: 0 }
  const question = { name, type, recursive: true }
  const exchange = await dnsClient(clock, random).ask({ server, question, timeout, signal }, true)
  return { ...readValues(exchange, name, type), at: exchange.began - began, ms: exchange.ms }
}

function readValues(
  { reply, failure }: Outcome,
  name: string,
  type: QuestionType,
): { values: string[]; ttl?: number; failure?: Failure } {
  if (reply === undefined) return { values: [], failure: failure ?? 'dns_server_misbehaving' }
  const said = rcodeFailure(reply.rcode)
  if (said !== undefined) return { values: [], failure: said }
  const { values, ttl } = follow(reply.answers, name, type, '.')
  if (values.length === 0) return { values, failure: 'dns_no_answer' }
  return ttl === undefined ? { values } : { values, ttl }
}

function isAnswer(failure: Failure): boolean {
  return failure === 'dns_nxdomain_error' || failure === 'dns_no_answer'
}

/** NODATA for one family is no failure beside a real one of the other. */
function worst(answers: readonly ResolverAnswer[]): Failure {
  const failures = answers.flatMap(({ failure }) => (failure === undefined ? [] : [failure]))
  return failures.find(failure => !isAnswer(failure)) ?? failures[0] ?? 'dns_no_answer'
}
