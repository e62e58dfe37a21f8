import type { Failure } from '../../model/failure.ts'
import { dnsClient, type Exchange } from './client.ts'
import type { Delegation } from './delegation.ts'
import { type Endpoint, parseEndpoint } from './endpoint.ts'
import { isRegistry } from './name.ts'
import { readSaid, type Said } from './said.ts'
import type { Trip } from './trip.ts'
import type { Question, QuestionType } from './wire.ts'

/** What one address of a name server came to. */
export interface ServerAnswer {
  readonly host: string
  /** Absent where the server's name led to none. */
  readonly address?: string
  /** Milliseconds from the walk's start, and how long it took. */
  readonly at: number
  readonly ms: number
  readonly rcode?: string
  readonly aa?: boolean
  readonly failure?: Failure
}

export interface Heard {
  readonly answer: ServerAnswer
  readonly said?: Said
}

export interface ZoneQuestion {
  readonly delegation: Delegation
  readonly name: string
  readonly type: QuestionType
  /** `one`: an answer will do. `each`: every server is to be heard if the zone has the say over the name. */
  readonly whom: 'one' | 'each'
}

/**
 * Asks a zone's servers of a name, without recursion. Where the zone is known to lead further (a
 * registry) or one answer will do, they are asked a few at a time until one answers.
 */
export async function askZone(trip: Trip, question: ZoneQuestion): Promise<Heard[]> {
  const { delegation, whom } = question
  const servers = askable(trip, delegation.nameServers)
  const patient = { timeout: trip.left() / patientTries, retry: true }
  if (whom === 'each' && !isRegistry(delegation.zone))
    return await askThese(trip, question, servers, patient, leadsOn)
  const order = shuffled(servers, trip.options.random)
  let heard: Heard[] = []
  let rest = order
  for (const { count, share } of waves) {
    if (anyoneSaid(heard)) break
    // Whoever was silent once is asked once more before a parent is called unreachable.
    const next = (rest.length === 0 ? order : rest).slice(0, count)
    const wave = { timeout: Math.min(trip.options.timeout * share, trip.left()), retry: false }
    const newer = await askThese(trip, question, next, wave, anyoneSaid)
    heard = [...heard.filter(old => !newer.some(one => one.answer.address === old.answer.address)), ...newer]
    rest = rest.filter(server => !next.includes(server))
  }
  const last = whom === 'each' && heard.some(({ said }) => said !== undefined && said.kind !== 'referral')
  return last ? [...heard, ...(await askThese(trip, question, rest, patient, leadsOn))] : heard
}

/**
 * What the servers say together. Servers that answer outweigh one that denies, which lags behind or is
 * broken; a referral that came first decides, since the others were not waited for. Whoever answers without
 * authority is believed where nobody has it.
 */
export function decide(heard: readonly Heard[]): Said | undefined {
  const sound = heard.filter(({ said, answer }) => said !== undefined && answer.failure === undefined)
  const said = (sound.length > 0 ? sound : heard).flatMap(one => one.said ?? [])
  if (said[0]?.kind === 'referral') return said[0]
  const kinds = ['answer', 'alias', 'nodata', 'nxdomain'] as const
  const [best] = kinds.flatMap(kind => said.find(one => one.kind === kind) ?? [])
  return best
}

/** All at once, each twice at most: a third of the walk's time for a try leaves time for the parents. */
const patientTries = 3

/** A polite start with one server; then more at once, so that a dead parent costs a third of the time. */
const waves = [
  { count: 1, share: 1 / 12 },
  { count: 3, share: 1 / 8 },
  { count: 4, share: 1 / 8 },
]

interface Patience {
  readonly timeout: number
  readonly retry: boolean
}

export interface Server {
  readonly host: string
  readonly address: string
  readonly endpoint: Endpoint
}

/** The addresses of the families that one has here: an IPv6 server is not dead where there is no IPv6. */
export function askable(trip: Trip, nameServers: Delegation['nameServers']): Server[] {
  const { families, port } = trip.options
  return nameServers.flatMap(({ host, addresses }) =>
    addresses.flatMap(address => {
      const endpoint = parseEndpoint(address, port)
      return endpoint !== undefined && families.includes(endpoint.family) ? [{ host, address, endpoint }] : []
    }),
  )
}

/** Asks these at once, until all are heard or `enough` says so. */
function askThese(
  trip: Trip,
  question: ZoneQuestion,
  servers: readonly Server[],
  patience: Patience,
  enough: (heard: readonly Heard[]) => boolean,
): Promise<Heard[]> {
  return gather(
    servers.map(server => askServer(trip, question, server, patience)),
    enough,
  )
}

function anyoneSaid(heard: readonly Heard[]): boolean {
  return heard.some(isSaid)
}

/** A zone that leads on need not be heard out. */
function leadsOn(heard: readonly Heard[]): boolean {
  return heard.find(isSaid)?.said?.kind === 'referral'
}

function isSaid({ said }: Heard): boolean {
  return said !== undefined
}

/** Collects what comes until all is there or `enough` says so; what is late then is left alone. */
function gather(
  asked: readonly Promise<Heard>[],
  enough: (heard: readonly Heard[]) => boolean,
): Promise<Heard[]> {
  return new Promise(resolve => {
    const heard: Heard[] = []
    if (asked.length === 0) resolve(heard)
    for (const each of asked) {
      void each.then(one => {
        heard.push(one)
        if (heard.length === asked.length || enough(heard)) resolve([...heard])
      })
    }
  })
}

async function askServer(
  trip: Trip,
  { delegation, name, type }: ZoneQuestion,
  { host, address, endpoint }: Server,
  { timeout, retry }: Patience,
): Promise<Heard> {
  const { clock, random, signal } = trip.options
  const question = { name, type, recursive: false }
  const exchange = await dnsClient(clock, random).ask({ server: endpoint, question, timeout, signal }, retry)
  const timed = { host, address, at: exchange.began - trip.began, ms: exchange.ms }
  const { reply, failure } = exchange
  if (reply === undefined) return { answer: { ...timed, failure: failure ?? 'dns_server_misbehaving' } }
  const answer = { ...timed, rcode: reply.rcode, aa: reply.authoritative }
  const said = readSaid(reply, name, type, delegation.zone)
  if (typeof said === 'string') return { answer: { ...answer, failure: said } }
  const isUnauthorised = said.kind === 'answer' && !reply.authoritative
  return { answer: isUnauthorised ? { ...answer, failure: 'dns_not_authoritative' } : answer, said }
}

/**
 * Asks a zone's servers one after another, three at most, until one answers as a server of the zone does.
 * @returns what the last of them came to; undefined where there is no address to ask
 */
export async function askAny(
  trip: Trip,
  nameServers: Delegation['nameServers'],
  question: Question,
): Promise<Exchange | undefined> {
  const { clock, random, signal } = trip.options
  let last: Exchange | undefined
  for (const { endpoint } of shuffled(askable(trip, nameServers), random).slice(0, 3)) {
    const timeout = trip.left() / 4
    last = await dnsClient(clock, random).ask({ server: endpoint, question, timeout, signal }, false)
    if (last.reply?.authoritative === true) return last
  }
  return last
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map(item => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item)
}
