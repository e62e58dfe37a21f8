import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPrivateAddress } from '../address.ts'
import type { Resolution } from '../dns/resolve.ts'
import { failureOf } from '../failure.ts'
import { readBody } from './body.ts'
import { hostOf } from './url.ts'
import { userAgent } from './user-agent.ts'

/** Looks a name up (src/net/dns/resolve.ts); never throws. */
export type Resolve = (
  host: string,
  signal: AbortSignal,
) => Promise<Pick<Resolution, 'addresses' | 'failure'>>

export interface GetOptions {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** A bearer token: it goes to the URL's own origin and to nobody whom that redirects to. */
  readonly bearer?: string
  /** Bytes of the body at most, once unpacked. */
  readonly most: number
  /** Milliseconds for all of it, redirects among them. */
  readonly timeout: number
  readonly resolve: Resolve
  /** Hosts that may have private addresses: a campus's own pages. */
  readonly privateHosts: ReadonlySet<string>
  readonly signal: AbortSignal
}

export interface Got {
  readonly status: number
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** Empty unless the status is 200. */
  readonly body: Uint8Array
}

/**
 * Why there is no answer: a failure's name of src/model/failure.ts, or `private_address` where the way led to an
 * address that is not public, `insecure_redirect` where it left HTTPS.
 */
export interface NotGot {
  readonly because: string
}

const mostRedirects = 5

/**
 * Fetches a page of a stranger's choosing: by HTTP or HTTPS, from public addresses only, also after
 * redirects; the address connected to is the one that was checked. Never throws.
 */
export async function get(options: GetOptions): Promise<Got | NotGot> {
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(options.timeout)])
  try {
    return await follow(new URL(options.url), { ...options, signal })
  } catch (error) {
    return { because: signal.aborted ? failureOf(signal.reason) : reasonOf(error) }
  }
}

async function follow(first: URL, options: GetOptions): Promise<Got | NotGot> {
  let url = first
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const answer = await ask(url, first.origin === url.origin, options)
    const { location } = answer.headers
    if (location === undefined || ![301, 302, 303, 307, 308].includes(answer.status)) return answer
    const next = URL.parse(location, url)
    if (next === null || !/^https?:$/.test(next.protocol))
      return { because: 'http_invalid_redirect_location_host' }
    if (url.protocol === 'https:' && next.protocol === 'http:') return { because: 'insecure_redirect' }
    url = next
  }
  return { because: 'http_too_many_redirects' }
}

async function ask(url: URL, own: boolean, options: GetOptions): Promise<Got> {
  const addresses = await addressesOf(hostOf(url), options)
  const { promise, resolve, reject } = Promise.withResolvers<Got>()
  const send = url.protocol === 'https:' ? requestSecure : requestPlain
  const request = send(url, {
    agent: false,
    signal: options.signal,
    lookup: pinnedTo(addresses),
    headers: {
      ...options.headers,
      'user-agent': userAgent,
      'accept-encoding': 'gzip, br',
      ...(own && options.bearer !== undefined ? { authorization: `Bearer ${options.bearer}` } : {}),
    },
  })
  request.on('error', reject)
  request.once('response', response => {
    const status = response.statusCode ?? 0
    const headers = Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
    )
    // What is said beside an error or a redirect is not wanted, however long it is.
    const body = status === 200 ? readBody(response, options.most) : Promise.resolve(new Uint8Array())
    body.then(read => resolve({ status, headers, body: read }), reject).finally(() => request.destroy())
  })
  request.end()
  return promise
}

/** @throws where the host has no address that may be asked */
async function addressesOf(host: string, options: GetOptions): Promise<readonly string[]> {
  const { resolve, privateHosts, signal } = options
  const { addresses, failure } = await resolve(host, signal)
  const allowed = privateHosts.has(host) ? addresses : addresses.filter(each => !isPrivateAddress(each))
  if (allowed.length === 0) throw refusal(failure ?? 'private_address')
  return allowed
}

/** Connects to these addresses and to no others, whatever a name has come to mean meanwhile. */
function pinnedTo(addresses: readonly string[]): LookupFunction {
  const all = addresses.map(address => ({ address, family: isIP(address) }))
  return (_host, options, done) => {
    const [first] = all
    if (options.all) done(null, all)
    else done(null, first?.address ?? '', first?.family)
  }
}

/** An error that says by itself why there is no answer. */
function refusal(because: string): Error {
  return Object.assign(new Error(because), { because })
}

function reasonOf(error: unknown): string {
  const { because, errors } = Object(error) as { because?: string; errors?: unknown[] }
  // Several addresses were tried: the first one's failure stands for all.
  return because ?? failureOf(errors?.[0] ?? error)
}
