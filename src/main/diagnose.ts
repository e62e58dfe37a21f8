import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Random } from '../base/random.ts'
import { type Glance, glance } from '../judge/glance.ts'
import type { Observation } from '../model/observation.ts'
import type { Catalogue, Target } from '../model/service.ts'
import type { Glimpse } from '../net/bgp/looking-glass.ts'
import { createDelegationMemory } from '../net/dns/delegation.ts'
import { createMessageMemory } from '../net/dns/message-memory.ts'
import { createAddressMemory } from '../observe/memory.ts'
import { createObserver } from '../observe/observe.ts'
import { probes } from '../observe/probes/index.ts'
import type { ControlsSeen } from '../observe/self-check.ts'
import { madeTarget, targetOf } from './asked-target.ts'
import { glimpses } from './glimpses.ts'
import type { Place } from './place.ts'

/** One thing to look at: what its users meet, and the names that it stands on. */
interface Subject {
  readonly name: string
  readonly own: readonly Target[]
  readonly foundations: readonly Target[]
}

/** One look at everything that was asked for, from here, now. */
export interface Diagnosis {
  readonly asked: string
  readonly at: number
  readonly controls: ControlsSeen
  /** How the addresses that were met are routed, by a looking glass; empty where none was asked. */
  readonly routes: readonly Glimpse[]
  /** How many peers have the best known route: so many were asked. */
  readonly peers: number
  readonly parts: readonly {
    readonly name: string
    readonly glance: Glance
    readonly own: readonly Observation[]
    readonly foundations: readonly Observation[]
  }[]
}

export interface DiagnoseOptions {
  readonly asked: string
  readonly catalogue: Catalogue
  readonly place: Place
  /** Milliseconds for one look at most, and for asking the looking glass after it. */
  readonly timeout: number
  /** Its address without a path; undefined asks nobody. */
  readonly lookingGlass: string | undefined
  readonly clock: Clock
  readonly random: Random
  readonly newId: () => string
  readonly log: Log
  readonly signal: AbortSignal
}

/**
 * Looks once at a service of the catalogue, a URL of whatever a probe speaks, a `host:port` or a name, and at the
 * controls.
 * @throws UserError `unknown-subject` where the text is none of these
 */
export async function diagnose(options: DiagnoseOptions): Promise<Diagnosis> {
  const { asked, catalogue, place, clock, signal } = options
  const subjects = subjectsOf(asked, catalogue, options.timeout)
  const observer = createObserver({
    ...options,
    ...place,
    vantagePoint: place.vantagePoint.id,
    kinds: probes,
    lastKnownGood: createAddressMemory(),
    delegations: createDelegationMemory(),
    messages: createMessageMemory(),
    controls: () => catalogue.targets.filter(({ id }) => catalogue.controls.includes(id)),
  })
  const at = clock.now()
  const looks = new Map<string, Promise<Observation | undefined>>()
  const look = (target: Target) => {
    const begun = looks.get(target.id) ?? observer.carryOut({ target, due: at, attempt: 0 }, signal)
    looks.set(target.id, begun)
    return begun
  }
  const lookAtAll = async (targets: readonly Target[]) =>
    (await Promise.all(targets.map(look))).filter(observation => observation !== undefined)
  const [controls, ...looked] = await Promise.all([
    observer.selfCheck.fresh(signal),
    ...subjects.map(async ({ name, own, foundations }) => {
      const [ownSeen, foundationsSeen] = await Promise.all([lookAtAll(own), lookAtAll(foundations)])
      return { name, own: ownSeen, foundations: foundationsSeen }
    }),
  ])
  const glimpsed = await glimpses(
    looked.flatMap(({ own, foundations }) => [...foundations, ...own]),
    options,
  )
  const parts = looked.map(part => ({ ...part, glance: glance({ ...part, routes: glimpsed.views }) }))
  return { asked, at, controls, routes: glimpsed.routes, peers: glimpsed.peers, parts }
}

function subjectsOf(asked: string, catalogue: Catalogue, timeout: number): Subject[] {
  const service = catalogue.services.find(({ id }) => id === asked.toLowerCase())
  const byId = new Map(
    catalogue.targets.map(target => [target.id, { ...target, timeout: Math.min(target.timeout, timeout) }]),
  )
  const targets = (ids: readonly string[]) =>
    ids.map(id => byId.get(id)).filter(target => target !== undefined)
  if (service !== undefined) {
    return service.components.map(({ names, targets: own, foundations }) => ({
      name: names['en'] ?? service.id,
      own: targets(own),
      foundations: targets(foundations),
    }))
  }
  const own = targetOf(asked, timeout)
  const hosts = probes.find(({ kind }) => kind === own.probe)?.hosts(own.spec) ?? []
  const foundations = hosts.flatMap(host => [
    madeTarget('dns', host, timeout),
    madeTarget('zone', host, timeout),
  ])
  return [{ name: asked, own: [own], foundations }]
}
