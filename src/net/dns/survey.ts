import type { Failure } from '../../model/failure.ts'
import type { NameServer } from '../../model/observation.ts'
import { dnsClient } from './client.ts'
import { holdsSigners } from './dnssec/trust.ts'
import { parseEndpoint } from './endpoint.ts'
import { rcodeFailure } from './failure.ts'
import { isRegistry, isWithin } from './name.ts'
import type { Trip } from './trip.ts'
import { followTrust, type Trusting, type TrustSeen } from './trust-walk.ts'
import type { Try } from './udp.ts'
import type { Cut } from './walk.ts'
import type { QuestionType, Reply } from './wire.ts'
import { askAny, askable, type Server } from './zone.ts'

/** What one question to one address of a name server came to. */
export interface Heard {
  /** Milliseconds from the look's start, and how long it took. */
  readonly at: number
  readonly ms: number
  readonly failure?: Failure
  readonly rcode?: string
  readonly aa?: boolean
  /** The answer's data, where there is some. */
  readonly values?: string[]
  /** The whole reply in base64, where signatures are to be read from it. */
  readonly message?: string
}

/** What one address of a name server was asked, and answered. */
export interface SurveyedServer {
  readonly host: string
  readonly address: string
  /** The zone's SOA by UDP with EDNS, by TCP, and, where EDNS seems to be in the way, without it. */
  readonly soa: Heard
  readonly tcp: Heard
  readonly plain?: Heard
  /** The zone's own list of name servers. */
  readonly servers: Heard
  /** The name itself, with signatures, and the zone's keys where a parent vouches for some. */
  readonly answer: Heard
  readonly keys?: Heard
}

export interface HeldSigners extends Heard {
  readonly resolver: string
}

/** A zone that has the say over a name, looked through server by server. */
export interface ZoneSurvey {
  readonly name: string
  readonly zone: string
  /** The name servers by the parent's delegation. */
  readonly delegated: NameServer[]
  /** The addresses that the zone itself gives those of its name servers that have their names in it. */
  readonly own: NameServer[]
  readonly servers: SurveyedServer[]
  /** What resolvers hold of the parent's word on its keys (DS), with signatures. */
  readonly held: readonly HeldSigners[]
  /** Its own keys, where a resolver holds it to some that the parent no longer vouches for. */
  readonly keys?: Heard
  /** Nobody's service lies in a registry's zone: one answer of it is enough. */
  readonly answer?: Heard
  readonly trust: TrustSeen[]
}

/** What zones are looked through by. */
export interface Surveying extends Trusting {
  /** Recursive resolvers, as `address` or `address:port`. */
  readonly resolvers: readonly string[]
}

/** Looks through the zone in which a walk of the delegations ended, at every server of it at once. */
export async function surveyZone(
  trip: Trip,
  surveying: Surveying,
  cut: Cut,
  type: QuestionType,
): Promise<ZoneSurvey> {
  const { name, zone, nameServers: delegated } = cut
  const subject = { name, zone, delegated }
  const trusting = followTrust(trip, surveying, { zone, nameServers: delegated })
  if (isRegistry(zone)) {
    const [trust, answer] = await Promise.all([
      trusting,
      askAny(trip, delegated, { name, type, recursive: false, manner: 'signed' }),
    ])
    return {
      ...subject,
      own: [],
      servers: [],
      held: [],
      trust,
      ...(answer && { answer: heard(trip, answer, 'whole') }),
    }
  }
  const [trust, held, own, servers] = await Promise.all([
    trusting,
    askResolvers(trip, surveying.resolvers, zone),
    ownAddresses(trip, zone, delegated),
    Promise.all(
      askable(trip, delegated).map(server => surveyServer(trip, server, { name, zone, type, trusting })),
    ),
  ])
  const abandoned = trust.at(-1)?.signed === false && held.some(holdsAny)
  const keys = abandoned ? await askAny(trip, delegated, questionFor(zone, 'DNSKEY')) : undefined
  return { ...subject, own, servers, held, trust, ...(keys && { keys: heard(trip, keys, 'whole') }) }
}

/** A zone of which nobody answered, and what each of its servers says to a question without EDNS. */
export interface SilentZone {
  readonly zone: string
  readonly servers: { readonly host: string; readonly address: string; readonly plain: Heard }[]
}

/** Asks those who did not answer without EDNS: a firewall that loses it makes a server look dead (RFC 6891 §7). */
export async function askPlainly(trip: Trip, { zone, nameServers, asked }: Cut): Promise<SilentZone> {
  const soa = { name: zone, type: 'SOA', transport: 'udp', manner: 'none' } as const
  const stumbled = asked.filter(({ failure }) => failure !== undefined && stumbles.has(failure))
  const silent = new Set(stumbled.map(({ address }) => address))
  const askedAnew = askable(trip, nameServers).filter(({ address }) => silent.has(address))
  const servers = askedAnew.map(async server => ({
    host: server.host,
    address: server.address,
    plain: await ask(trip, server, soa),
  }))
  return { zone, servers: await Promise.all(servers) }
}

function questionFor(zone: string, type: 'DS' | 'DNSKEY') {
  return { name: zone, type, recursive: false, manner: 'signed' } as const
}

function holdsAny({ message }: Heard): boolean {
  return message !== undefined && holdsSigners(Buffer.from(message, 'base64'))
}

/** What the resolvers' caches hold of the zone's DS, whether or not they can validate it. */
function askResolvers(trip: Trip, resolvers: readonly string[], zone: string): Promise<HeldSigners[]> {
  const { clock, random, signal } = trip.options
  const question = { ...questionFor(zone, 'DS'), recursive: true }
  return Promise.all(
    resolvers.flatMap(resolver => {
      const server = parseEndpoint(resolver)
      if (server === undefined) return []
      const timeout = trip.left() / 2
      const asked = dnsClient(clock, random).ask({ server, question, timeout, signal }, false)
      return [asked.then(exchange => ({ resolver, ...heard(trip, exchange, 'whole') }))]
    }),
  )
}

interface Subject {
  readonly name: string
  readonly zone: string
  readonly type: QuestionType
  readonly trusting: Promise<TrustSeen[]>
}

async function surveyServer(trip: Trip, server: Server, subject: Subject): Promise<SurveyedServer> {
  const { name, zone, type, trusting } = subject
  const soa = { name: zone, type: 'SOA' as const }
  const keys = trusting.then(trust =>
    trust.at(-1)?.signed === true
      ? ask(trip, server, { name: zone, type: 'DNSKEY', manner: 'signed' })
      : undefined,
  )
  const [bySoa, byTcp, servers, answer, shown] = await Promise.all([
    ask(trip, server, { ...soa, transport: 'udp', manner: 'signed' }),
    askTwice(trip, server, { ...soa, transport: 'tcp' }),
    ask(trip, server, { name: zone, type: 'NS' }),
    ask(trip, server, { name, type, manner: 'signed' }),
    keys,
  ])
  // One that says so is not asked for its list with EDNS again (see client.ts), and answers that.
  const stumbled =
    bySoa.rcode === 'FORMERR' ||
    bySoa.rcode === 'NOTIMP' ||
    [bySoa, servers, answer].every(({ failure }) => failure !== undefined && stumbles.has(failure))
  const plain = stumbled ? await ask(trip, server, { ...soa, transport: 'udp', manner: 'none' }) : undefined
  return {
    host: server.host,
    address: server.address,
    soa: withoutMessage(bySoa),
    tcp: byTcp,
    ...(plain && { plain }),
    servers,
    answer,
    ...(shown && { keys: shown }),
  }
}

/** What a server that knows no EDNS, or a box before it that drops it, does with it. */
const stumbles = new Set<Failure>(['dns_timeout_error', 'dns_server_misbehaving', 'dns_malformed_reply'])

interface Asked extends Pick<Try, 'transport'> {
  readonly name: string
  readonly type: QuestionType
  readonly manner?: 'signed' | 'none'
}

/** A packet that was lost on the way to TCP comes again after a second only, which may be too late (RFC 6298 §2). */
async function askTwice(trip: Trip, server: Server, asked: Asked): Promise<Heard> {
  const first = await ask(trip, server, asked)
  return first.failure === 'dns_timeout_error' ? await ask(trip, server, asked) : first
}

/** Twice at most, within half of what is left, so that a question without EDNS still finds time. */
async function ask(trip: Trip, { endpoint }: Server, { transport, ...asked }: Asked): Promise<Heard> {
  const { clock, random, signal } = trip.options
  const exchange = await dnsClient(clock, random).ask(
    {
      server: endpoint,
      question: { ...asked, recursive: false },
      timeout: trip.left() / (transport === 'tcp' ? 3 : 4),
      signal,
      ...(transport && { transport }),
    },
    true,
  )
  return heard(trip, exchange, asked.manner === 'signed' ? 'whole' : 'read')
}

interface Exchanged {
  readonly began: number
  readonly ms: number
  readonly reply?: Reply
  readonly failure?: Failure
}

function heard(trip: Trip, { began, ms, reply, failure }: Exchanged, keep: 'whole' | 'read'): Heard {
  const timed = { at: began - trip.began, ms }
  if (reply === undefined) return { ...timed, failure: failure ?? 'dns_server_misbehaving' }
  const said = { ...timed, rcode: reply.rcode, aa: reply.authoritative }
  const wrong = rcodeFailure(reply.rcode)
  const values = reply.answers.map(({ value }) => value)
  return {
    ...said,
    ...(wrong === undefined || wrong === 'dns_nxdomain_error' ? {} : { failure: wrong }),
    ...(values.length === 0 ? {} : { values }),
    ...(keep === 'whole' ? { message: reply.message.toString('base64') } : {}),
  }
}

function withoutMessage({ message: _, ...rest }: Heard): Heard {
  return rest
}

/** Only of those in the zone: the parent's word on the others is no more than theirs. */
async function ownAddresses(
  trip: Trip,
  zone: string,
  delegated: readonly NameServer[],
): Promise<NameServer[]> {
  const inside = delegated.filter(({ host, addresses }) => isWithin(host, zone) && addresses.length > 0)
  const found = await Promise.all(
    inside.map(async ({ host }) => {
      const types = trip.options.families.map(family => (family === 4 ? ('A' as const) : ('AAAA' as const)))
      const replies = await Promise.all(
        types.map(type => askAny(trip, delegated, { name: host, type, recursive: false })),
      )
      if (replies.some(reply => reply?.reply === undefined)) return []
      const addresses = replies.flatMap(reply => reply?.reply?.answers ?? [])
      return [{ host, addresses: addresses.filter(({ type }) => type !== 'CNAME').map(({ value }) => value) }]
    }),
  )
  return found.flat()
}
