import { z } from 'zod'
import type { Failure } from '../../model/failure.ts'
import { failureOf } from '../failure.ts'

/** How route collectors see the way to an address at the moment. */
export interface Glimpse {
  readonly address: string
  /** The most specific prefix that leads there; absent where no collector's peer has any. */
  readonly prefix?: string
  /** How many peers of the collectors have it, and the ASes that they say it comes from. */
  readonly peers: number
  readonly origins: readonly number[]
  /** One of the shortest AS paths, the origin last. */
  readonly path: readonly number[]
  /** Why there is no answer; then nothing above says anything. */
  readonly failure?: Failure
}

const Route = z.object({ prefix: z.string(), as_path: z.string().default(''), asn_origin: z.coerce.string() })
const Answer = z.object({
  data: z.object({ rrcs: z.array(z.object({ peers: z.array(Route).default([]) })).default([]) }),
})

export interface LookOptions {
  /** A looking glass that speaks RIPEstat's data API, without its path: `https://stat.ripe.net`. */
  readonly base: string
  readonly signal: AbortSignal
}

/**
 * Asks a looking glass once how an address is reached (RIPEstat data API, `looking-glass`, near real time).
 * The collectors' peers that have no route are not in its answer, so that their number must come from a
 * look at another address. Never throws.
 */
export async function lookThrough(address: string, { base, signal }: LookOptions): Promise<Glimpse> {
  const nothing = { address, peers: 0, origins: [], path: [] }
  const url = new URL('/data/looking-glass/data.json', base)
  url.searchParams.set('resource', address)
  url.searchParams.set('sourceapp', 'prahari')
  try {
    const response = await fetch(url, { signal, redirect: 'error' })
    if (!response.ok) return { ...nothing, failure: 'http_request_failed' }
    const answer = Answer.safeParse(await response.json())
    return answer.success ? glimpse(address, answer.data) : { ...nothing, failure: 'json_parse_error' }
  } catch (error) {
    return { ...nothing, failure: failureOf(Object(error).cause ?? error) }
  }
}

function glimpse(address: string, { data }: z.infer<typeof Answer>): Glimpse {
  const routes = data.rrcs.flatMap(({ peers }) => peers)
  const length = ({ prefix }: { prefix: string }) => Number(prefix.slice(prefix.indexOf('/') + 1))
  const longest = Math.max(...routes.map(length))
  const best = routes.filter(route => length(route) === longest)
  const [first] = best
  if (first === undefined) return { address, peers: 0, origins: [], path: [] }
  const paths = best.map(({ as_path }) => as_path.split(' ').map(Number).filter(Number.isInteger))
  const origins = best.map(({ asn_origin }) => Number(asn_origin.replace(/^AS/i, '')))
  return {
    address,
    prefix: first.prefix,
    peers: best.length,
    origins: [...new Set(origins)].sort((a, b) => a - b),
    path: paths.reduce((a, b) => (b.length < a.length ? b : a)),
  }
}
