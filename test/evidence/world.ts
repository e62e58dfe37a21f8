import { type Random, seededRandom } from '../../src/base/random.ts'
import type { Evidence, Recorded } from '../../src/model/evidence.ts'
import { recordVersion } from '../../src/model/evidence.ts'
import { type Finding, finding } from '../../src/model/finding.ts'
import type { Layer } from '../../src/model/layer.ts'
import type { Observation, Seen } from '../../src/model/observation.ts'
import type { Catalogue, Service, Target } from '../../src/model/service.ts'

/** A service of the simulated world: its components' targets, and what its name stands on. */
export interface SimService {
  id: string
  /** The first is the app. */
  components: string[]
  nameServers: string[]
  address: string
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

function serviceOf({ id, components }: SimService): Service {
  return {
    id,
    names: { en: id },
    operator: id,
    timeZone: 'Etc/UTC',
    homepage: `https://${id}.test/`,
    category: 'test',
    official: [],
    components: components.map((component, index) => ({
      id: component,
      names: { en: component },
      role: index === 0 ? 'app' : 'feature',
      needs: 'all',
      targets: [`https:${id}/${component}`],
      foundations: [`dns:${id}.test`],
    })),
  }
}

export interface Simulation {
  services: readonly SimService[]
  vantagePoints: readonly string[]
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

const agreeing = 4
const quickLooks = 6

function* looksAt(simulation: Simulation, target: string, vantagePoint: string, random: Random) {
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
  const { findings, ms } = blind || lost ? failedLook(target) : behaviour(target, vantagePoint, at)
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

function failedLook(target: string): { findings: Finding[]; ms: number } {
  const code = target.startsWith('dns:') ? 'resolver_timeout' : 'connect_timeout'
  return { findings: [finding(code, {})], ms: 2000 }
}

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
