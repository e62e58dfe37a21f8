import type { IncomingMessage } from 'node:http'
import type { Clock } from '../../base/clock.ts'
import { bearerToken, holderOf } from '../../base/token.ts'
import { Refusal } from '../../model/refusal.ts'
import type { Tokens } from '../../model/tokens.ts'
import type { DayKeys } from '../../store/reports.ts'
import { type Prefix, senderOf, within } from './sender.ts'

/** From whom a request is, in words that are hashed at once and kept nowhere. */
export interface From {
  /** The key of the day. */
  readonly key: string
  /** What tells this sender from others: address and user agent, or the gateway's id. */
  readonly sender: readonly string[]
  /** The network of the connection. */
  readonly network: string
  /** The gateway that passes on the reports of others, by its token. */
  readonly gateway: string | undefined
}

export interface FromOptions {
  readonly keys: DayKeys
  readonly tokens: () => Promise<Tokens>
  readonly trustedProxies: readonly Prefix[]
  readonly clock: Clock
}

const day = 86_400_000
/** Milliseconds for which a list of tokens is good: reading the file for each request would cost more than the rest. */
const tokensLast = 1_000
/** Characters of a user agent that are looked at. */
const agentLength = 300

/** @returns a function that says whom a request is from. It throws Refusal `unknown-token`. */
export function fromWhom(options: FromOptions): (request: IncomingMessage) => Promise<From> {
  const { keys, clock } = options
  const trusted = within(options.trustedProxies)
  const tokens = lasting(options.tokens, clock)
  let today: { readonly day: number; readonly key: string } | undefined

  async function keyOfToday(): Promise<string> {
    const now = clock.now()
    const number = Math.floor(now / day)
    if (today?.day !== number) today = { day: number, key: await keys.keyFor(now) }
    return today.key
  }

  async function gatewayOf(header: string): Promise<string> {
    const token = bearerToken(header)
    const id = token === undefined ? undefined : holderOf(token, (await tokens()).gateways ?? [])
    if (id !== undefined) return id
    const message = 'this token is no gateway’s'
    const todo = 'make one at the observatory with `prahari token --gateway <id>`, or send without one'
    throw new Refusal(401, 'unknown-token', message, todo)
  }

  return async ({ headers, socket }) => {
    const { authorization } = headers
    const gateway = authorization === undefined ? undefined : await gatewayOf(authorization)
    const forwarded = headers['x-forwarded-for']
    const { address, network } = senderOf(socket.remoteAddress, String(forwarded ?? ''), trusted)
    const agent = (headers['user-agent'] ?? '').slice(0, agentLength)
    const sender = gateway === undefined ? ['sender', address, agent] : ['gateway', gateway]
    return { key: await keyOfToday(), sender, network, gateway }
  }
}

function lasting(read: () => Promise<Tokens>, clock: Clock): () => Promise<Tokens> {
  let kept: { readonly at: number; readonly tokens: Promise<Tokens> } | undefined
  return () => {
    const now = clock.monotonic()
    if (kept === undefined || now - kept.at >= tokensLast) kept = { at: now, tokens: read() }
    return kept.tokens
  }
}
