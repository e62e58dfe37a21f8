import type { Incident } from '../model/incident.ts'
import {
  type Catalogue,
  type Component,
  type ComponentKey,
  componentKey,
  isCarrier,
  type Target,
} from '../model/service.ts'
import type { Verdict } from '../model/verdict.ts'
import { freshness } from './component.ts'
import { Fates } from './fate/fates.ts'
import type { FateMemory } from './fate/memory.ts'
import { type Look, newLook } from './look.ts'
import { policy } from './policy.ts'
import { Routes, type RoutesState } from './routes/routes.ts'
import type { Vantage } from './vantage.ts'
import type { Source } from './voices/hearing.ts'
import type { VoiceMemories, VoiceMemory } from './voices/memory.ts'

/** Raised when a newer judge would read an older one's memory wrongly; it then judges the record again. */
const snapshotVersion = 3

/** A snapshot of another version: the record has to be judged from its beginning. */
export class SnapshotVersionError extends Error {
  override readonly name = 'SnapshotVersionError'
}

/** A target of the catalogue in force, with its looks by vantage point and what hangs on it. */
export class WatchedTarget {
  readonly target: Target
  /** Milliseconds for which a look at it stays news. */
  readonly patience: number
  readonly looks: Map<string, Look>
  readonly components: ComponentMemory[] = []
  readonly services = new Set<string>()

  constructor(target: Target, looks: Map<string, Look> = new Map()) {
    this.target = target
    this.patience = freshness(target)
    this.looks = looks
  }

  lookFrom(vantagePoint: string): Look {
    let look = this.looks.get(vantagePoint)
    if (look === undefined) {
      look = newLook()
      this.looks.set(vantagePoint, look)
    }
    return look
  }
}

/** A component of the catalogue in force and what is held of it. */
export interface ComponentMemory {
  readonly key: ComponentKey
  readonly service: string
  readonly role: 'app' | 'feature'
  readonly component: Component
  /** Milliseconds between two looks. */
  readonly round: number
  readonly own: WatchedTarget[]
  readonly foundations: WatchedTarget[]
  verdict: Verdict | null
  /** A change that must last before it is said. */
  pending: { what: string; since: number } | null
  suspected: boolean
  /** Since when but one vantage point of several sees anything of it (ms); 0 where that is not so. */
  aloneSince: number
  /** True where time alone may change something soon. */
  astir: boolean
}

/** An operator's official word: the judge only notes when it came. */
export interface Word {
  readonly id: string
  readonly at: number
}

type Held = Pick<ComponentMemory, 'key' | 'verdict' | 'pending' | 'suspected' | 'aloneSince' | 'astir'>

interface Snapshot {
  version: number
  now: number
  sweptAstir: number
  sweptAll: number
  catalogue: Catalogue
  vantages: Vantage[]
  looks: [target: string, vantagePoint: string, look: Look][]
  components: Held[]
  routes: RoutesState
  fates: [service: string, memory: FateMemory][]
  incidents: Incident[]
  sources: [name: string, source: Source][]
  voices: [service: string, memory: VoiceMemory][]
  statements: [service: string, statements: Word[]][]
}

/** Everything that the judge remembers: plain data, and an index over it that the catalogue gives. */
export class JudgeState {
  now = 0
  sweptAstir = 0
  sweptAll = 0
  /** Milliseconds between two looks at the most often looked at target. */
  shortestRound: number = policy.sweepMs
  routes = new Routes()
  fates = new Fates()
  readonly vantages = new Map<string, Vantage>()
  readonly targets = new Map<string, WatchedTarget>()
  readonly components = new Map<ComponentKey, ComponentMemory>()
  readonly incidents: Incident[] = []
  readonly voices: VoiceMemories = { sources: new Map(), services: new Map() }
  /** The last words of each service's operator, oldest first. */
  readonly statements = new Map<string, Word[]>()
  #catalogue: Catalogue = { services: [], targets: [], controls: [] }

  constructor(snapshot?: string) {
    if (snapshot !== undefined) this.#restore(JSON.parse(snapshot) as Snapshot)
  }

  /** The services of the catalogue in force, in its order. */
  services(): string[] {
    return this.#catalogue.services.map(({ id }) => id)
  }

  isCarrier(service: string): boolean {
    return this.#catalogue.services.some(each => each.id === service && isCarrier(each))
  }

  /** What is remembered of a target, component or service that is still there is kept. */
  putInForce(catalogue: Catalogue): void {
    const oldTargets = new Map(this.targets)
    const oldComponents = new Map(this.components)
    this.#catalogue = catalogue
    this.targets.clear()
    this.components.clear()
    for (const target of catalogue.targets) {
      this.targets.set(target.id, new WatchedTarget(target, oldTargets.get(target.id)?.looks))
    }
    for (const service of catalogue.services) {
      for (const component of service.components) {
        const key = componentKey(service, component)
        this.components.set(key, this.#remember(key, service.id, component, oldComponents.get(key)))
      }
    }
    this.fates.keepOnly(this.#targetsByService())
    const gone = (service: string) => catalogue.services.every(({ id }) => id !== service)
    for (const memories of [this.voices.services, this.statements])
      for (const service of memories.keys()) if (gone(service)) memories.delete(service)
    const rounds = [...this.components.values()].map(({ round }) => round)
    this.shortestRound = Math.min(policy.sweepMs * 4, ...rounds)
  }

  #remember(
    key: ComponentKey,
    service: string,
    component: Component,
    held: Held | undefined,
  ): ComponentMemory {
    const watched = (ids: readonly string[]) =>
      ids.map(id => this.targets.get(id)).filter(target => target !== undefined)
    const own = watched(component.targets)
    const foundations = watched(component.foundations)
    const memory: ComponentMemory = {
      key,
      service,
      role: component.role,
      component,
      round: Math.min(...own.map(({ target }) => target.every)),
      own,
      foundations,
      verdict: held?.verdict ?? null,
      pending: held?.pending ?? null,
      suspected: held?.suspected ?? false,
      aloneSince: held?.aloneSince ?? 0,
      astir: held?.astir ?? false,
    }
    for (const target of [...own, ...foundations]) {
      target.components.push(memory)
      target.services.add(service)
    }
    return memory
  }

  #targetsByService(): Map<string, Set<string>> {
    const watched = new Map<string, Set<string>>()
    for (const [id, { services }] of this.targets) {
      for (const service of services) watched.set(service, (watched.get(service) ?? new Set()).add(id))
    }
    return watched
  }

  snapshot(): string {
    const snapshot: Snapshot = {
      version: snapshotVersion,
      now: this.now,
      sweptAstir: this.sweptAstir,
      sweptAll: this.sweptAll,
      catalogue: this.#catalogue,
      vantages: [...this.vantages.values()],
      looks: [...this.targets].flatMap(([id, { looks }]) =>
        [...looks].map(([vantage, look]) => [id, vantage, look] as [string, string, Look]),
      ),
      components: [...this.components.values()].map(
        ({ key, verdict, pending, suspected, aloneSince, astir }) => ({
          key,
          verdict,
          pending,
          suspected,
          aloneSince,
          astir,
        }),
      ),
      routes: this.routes.state,
      fates: this.fates.state(),
      incidents: this.incidents,
      sources: [...this.voices.sources],
      voices: [...this.voices.services],
      statements: [...this.statements],
    }
    return JSON.stringify(snapshot)
  }

  #restore(snapshot: Snapshot): void {
    if (snapshot.version !== snapshotVersion) {
      throw new SnapshotVersionError(
        `snapshot of version ${snapshot.version}, this judge reads ${snapshotVersion}`,
      )
    }
    this.putInForce(snapshot.catalogue)
    this.now = snapshot.now
    this.sweptAstir = snapshot.sweptAstir
    this.sweptAll = snapshot.sweptAll
    this.routes = new Routes(snapshot.routes)
    for (const vantage of snapshot.vantages) this.vantages.set(vantage.id, vantage)
    for (const [target, vantage, look] of snapshot.looks) this.targets.get(target)?.looks.set(vantage, look)
    for (const { key, ...held } of snapshot.components) {
      const memory = this.components.get(key)
      if (memory !== undefined) Object.assign(memory, held)
    }
    this.fates = new Fates(snapshot.fates)
    this.incidents.push(...snapshot.incidents)
    for (const [name, source] of snapshot.sources) this.voices.sources.set(name, source)
    for (const [service, memory] of snapshot.voices) this.voices.services.set(service, memory)
    for (const [service, words] of snapshot.statements) this.statements.set(service, words)
  }
}
