import type { IncomingMessage } from 'node:http'
import type { Clock } from '../../base/clock.ts'
import { bearerToken, holderOf } from '../../base/token.ts'
import { Refusal } from '../../model/refusal.ts'
import type { Tokens } from '../../model/tokens.ts'
import type { DayKeys } from '../../store/reports.ts'
import { type Prefix, senderOf, within } from './sender.ts'
import { type Who, whoIs } from './who.ts'

/** From whom a request is, by the key of the day. */
export interface From {
  /** The gateway that passes on the reports of others, by its token. */
  readonly gateway: string | undefined
  /** The hash of this sender, or of whom they name, for a service and a quarter hour (counted since 1970). */
  readonly person: (reporter: string, service: string, quarter: number, apart: string) => bigint
  /** The hash of the network that the sender is in, or that a gateway names. */
  readonly network: (named?: string) => number
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
  let today: { readonly day: number; readonly who: Who } | undefined

  async function whoToday(): Promise<Who> {
    const now = clock.now()
    const number = Math.floor(now / day)
    if (today?.day !== number) today = { day: number, who: whoIs(await keys.keyFor(now)) }
    return today.who
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
    const who = await whoToday()
    if (gateway !== undefined) {
      return {
        gateway,
        person: who.people(['gateway', gateway]),
        network: named => who.network(`gateway\n${gateway}\n${named ?? ''}`),
      }
    }
    const agent = (headers['user-agent'] ?? '').slice(0, agentLength)
    const own = who.network(`address\n${network}`)
    return { gateway, person: who.people(['sender', address, agent]), network: () => own }
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
