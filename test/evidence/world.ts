import { type Random, seededRandom } from '../../src/base/random.ts'
import type { Evidence, Recorded } from '../../src/model/evidence.ts'
import { recordVersion } from '../../src/model/evidence.ts'
import { type Finding, finding } from '../../src/model/finding.ts'
import type { Layer } from '../../src/model/layer.ts'
import type { Observation, Seen } from '../../src/model/observation.ts'
import type { Catalogue, ComponentKey, Service, Target } from '../../src/model/service.ts'

/** A service of the simulated world: its components' targets, and what its name stands on. */
export interface SimService {
  id: string
  /** The first is the app. */
  components: string[]
  nameServers: string[]
  address: string
  /** What its components lean on, as `service/component`. */
  leansOn?: ComponentKey[]
  floodedByRetries?: true
  /** `test` unless told otherwise. */
  category?: string
  /** What looks at its servers see beside. */
  beside?: Seen
}

/** How a target answers from a vantage point at a moment: its findings and how long it takes (ms). */
export type Behaviour = (
  target: string,
  vantagePoint: string,
  at: number,
) => { findings: Finding[]; ms: number }

export const fine = { findings: [], ms: 80 }

export function catalogueOf(services: readonly SimService[], every = 5000): Catalogue {
  const targets: Target[] = services.flatMap(({ id, components }) => [
    { id: `dns:${id}.test`, probe: 'dns', spec: {}, every, timeout: 2000 },
    ...components.map(component => ({
      id: `https:${id}/${component}`,
      probe: 'https',
      spec: {},
      every,
      timeout: 2000,
    })),
  ])
  return { services: services.map(serviceOf), targets, controls: [] }
}

function serviceOf({ id, components, leansOn, floodedByRetries, category = 'test' }: SimService): Service {
  return {
    id,
    names: { en: id },
    operator: id,
    timeZone: 'Etc/UTC',
    homepage: `https://${id}.test/`,
    category,
    official: [],
    components: components.map((component, index) => ({
      id: component,
      names: { en: component },
      role: index === 0 ? 'app' : 'feature',
      needs: 'all',
      targets: [`https:${id}/${component}`],
      foundations: [`dns:${id}.test`],
      ...(leansOn === undefined ? {} : { leansOn }),
      ...(floodedByRetries === undefined ? {} : { floodedByRetries }),
    })),
  }
}

export interface Simulation {
  services: readonly SimService[]
  vantagePoints: readonly string[]
  /** By vantage point, where it stands (ISO 3166-1 alpha-2), for those that say so. */
  countries?: Readonly<Record<string, string>>
  /** When it begins, how long it lasts, and the time between two looks (all ms). */
  start: number
  lasts: number
  every: number
  behaviour: Behaviour
  /** Whether a vantage point is cut off at a moment. */
  cutOff?: (vantagePoint: string, at: number) => boolean
  /** Evidence from elsewhere (routes), each with the moment at which it is received. */
  beside?: readonly Evidence[]
  /** The share of looks that fail for no reason of the target's. */
  loss?: number
  seed?: number
}

/**
 * Writes the record that watching this world would give: scheduled looks, each with its own phase, and
 * the quick looks that confirm a change until four in a row agree, as src/watch plans them.
 */
export function simulate(simulation: Simulation): Recorded[] {
  const { services, vantagePoints, start, lasts, every, beside = [], seed = 1 } = simulation
  const random = seededRandom(seed)
  const catalogue = catalogueOf(services, every)
  const evidence: { received: number; evidence: Evidence }[] = [
    { received: start, evidence: { kind: 'catalogue', id: 'c-0', at: start, catalogue } },
  ]
  for (const [id, country] of Object.entries(simulation.countries ?? {})) {
    const said = { kind: 'vantage_point', id: `p-${id}`, at: start, vantagePoint: { id, country } } as const
    evidence.push({ received: start, evidence: said })
  }
  for (const vantagePoint of vantagePoints) {
    for (const { id: target } of catalogue.targets) {
      evidence.push(...looksAt(simulation, target, vantagePoint, random))
    }
  }
  for (let at = start; at < start + lasts; at += 1000) {
    evidence.push({ received: at, evidence: { kind: 'tick', id: `t-${at}`, at } })
  }
  evidence.push(...beside.map(item => ({ received: item.at, evidence: item })))
  evidence.sort((a, b) => a.received - b.received)
  return evidence.map((entry, index) => ({ v: recordVersion, seq: index + 1, ...entry }))
}

/**
 * The same record, piece by piece, for one too long to be held: what it would be sorted into it is merged into.
 * There are no ticks: something is looked at every moment.
 */
export function* stream(simulation: Simulation): Generator<Recorded> {
  const { services, vantagePoints, start, every, seed = 1 } = simulation
  const catalogue = catalogueOf(services, every)
  yield recorded(1, start, { kind: 'catalogue', id: 'c-0', at: start, catalogue })
  let seq = 1
  const sources = vantagePoints.flatMap((vantagePoint, p) =>
    catalogue.targets.map(({ id }, t) =>
      looksAt(simulation, id, vantagePoint, seededRandom(seed * 1_000_003 + p * 10_007 + t)),
    ),
  )
  for (const { received, evidence } of merged(sources)) yield recorded(++seq, received, evidence)
}

function recorded(seq: number, received: number, evidence: Evidence): Recorded {
  return { v: recordVersion, seq, received, evidence }
}

interface Received {
  readonly received: number
  readonly evidence: Observation
}

/** Sources that are each in order, as one in order: by a binary heap of what each has next. */
function* merged(sources: readonly Iterator<Received>[]): Generator<Received> {
  const heap: { next: Received; source: Iterator<Received> }[] = []
  const before = (a: number, b: number) => (heap[a]?.next.received ?? 0) < (heap[b]?.next.received ?? 0)
  const swap = (a: number, b: number) => {
    const [one, other] = [heap[a], heap[b]]
    if (one !== undefined && other !== undefined) [heap[a], heap[b]] = [other, one]
  }
  const sink = (from: number) => {
    for (let at = from; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2]
      let least = at
      if (left < heap.length && before(left, least)) least = left
      if (right < heap.length && before(right, least)) least = right
      if (least === at) return
      swap(at, least)
      at = least
    }
  }
  for (const source of sources) {
    const { value, done } = source.next()
    if (!done) heap.push({ next: value, source })
  }
  for (let at = heap.length >> 1; at >= 0; at--) sink(at)
  for (let top = heap[0]; top !== undefined; top = heap[0]) {
    yield top.next
    const { value, done } = top.source.next()
    if (!done) top.next = value
    else {
      const last = heap.pop()
      if (last !== undefined && heap.length > 0) heap[0] = last
    }
    sink(0)
  }
}

const agreeing = 4
const quickLooks = 6

function* looksAt(
  simulation: Simulation,
  target: string,
  vantagePoint: string,
  random: Random,
): Generator<Received, undefined> {
  const { start, lasts, every } = simulation
  let inARow = 0
  let last: boolean | undefined
  let quick = 0
  let scheduled = start + random() * every
  let at = scheduled
  let made = 0
  while (at < start + lasts) {
    const observation = lookAt(simulation, target, vantagePoint, Math.round(at), quick, made++, random)
    yield { received: observation.at + Math.ceil(observation.ms) + 20, evidence: observation }
    const ok = observation.findings.length === 0
    inARow = ok === last ? inARow + 1 : 1
    // A target that is well at the first look needs no closer one.
    if (last === undefined && ok) inARow = agreeing
    const settled = inARow >= agreeing
    last = ok
    if (!settled && quick < quickLooks) {
      quick++
      at += observation.ms + 1000
    } else {
      quick = 0
      while (scheduled <= at) scheduled += every
      at = scheduled
    }
  }
}

function lookAt(
  { behaviour, cutOff, services, loss = 0 }: Simulation,
  target: string,
  vantagePoint: string,
  at: number,
  attempt: number,
  count: number,
  random: Random,
): Observation {
  const blind = cutOff?.(vantagePoint, at) === true
  const lost = random() < loss
  const { findings, ms } = blind || lost ? failedLook(target, random) : behaviour(target, vantagePoint, at)
  const service = services.find(({ id }) => target.startsWith(`https:${id}/`) || target === `dns:${id}.test`)
  return {
    kind: 'observation',
    id: `${vantagePoint}-${target}-${count}`,
    at,
    vantagePoint,
    probe: target.slice(0, target.indexOf(':')),
    target,
    attempt,
    ms,
    controls: { seen: blind ? 0 : 3, asked: 3 },
    steps: stepsFor(findings),
    findings,
    ...(service !== undefined && findings.length === 0 ? { seen: seenOf(service, target) } : {}),
  }
}

/** What is lost on the way fails by silence, wherever on the path it was lost. */
function failedLook(target: string, random: Random): { findings: Finding[]; ms: number } {
  const codes = target.startsWith('dns:') ? lostNames : lostPages
  return {
    findings: [finding(codes[Math.floor(random() * codes.length)] ?? 'resolver_timeout', {})],
    ms: 2000,
  }
}

const lostNames = ['resolver_timeout', 'authoritative_unreachable'] as const
const lostPages = ['resolver_timeout', 'connect_timeout', 'handshake_timeout', 'response_timeout'] as const

function seenOf({ nameServers, address, beside }: SimService, target: string): Seen {
  if (!target.startsWith('dns:')) return { addresses: [address], ...beside }
  return {
    addresses: [address],
    nameServers: nameServers.map((server, index) => ({ host: `ns${index}.${server}`, addresses: [server] })),
  }
}

/** The steps below the lowest failing layer went well. */
function stepsFor(findings: readonly Finding[]): Observation['steps'] {
  const order: Layer[] = ['dns', 'tcp', 'tls', 'http']
  const lowest = findings[0]?.layer
  const passed = lowest === undefined ? order : order.slice(0, Math.max(0, order.indexOf(lowest)))
  return passed.map((layer, index) => ({ layer, op: 'look', at: index * 10, ms: 10 }))
}
