import type { Fate } from '../../model/fate.ts'
import type { Observation } from '../../model/observation.ts'
import type { Routes } from '../routes/routes.ts'
import { type Grounds, groundsOf } from './grounds.ts'
import { mapOf } from './map.ts'
import { type FateMemory, keepOnly, newFateMemory, remember } from './memory.ts'

/** What is remembered of all services' fates, and the maps made of it, which are made when asked for. */
export class Fates {
  readonly #memories: Map<string, FateMemory>
  readonly #maps = new Map<string, { fate: Fate; grounds: Grounds }>()

  constructor(memories: readonly (readonly [service: string, memory: FateMemory])[] = []) {
    this.#memories = new Map(memories)
  }

  memoryOf(service: string): FateMemory {
    let memory = this.#memories.get(service)
    if (memory === undefined) {
      memory = newFateMemory()
      this.#memories.set(service, memory)
    }
    return memory
  }

  remember(service: string, observation: Observation): void {
    if (observation.seen === undefined) return
    if (remember(this.memoryOf(service), observation, observation.seen)) this.#maps.delete(service)
  }

  /** Keeps what is still watched: each service with its targets. */
  keepOnly(watched: ReadonlyMap<string, ReadonlySet<string>>): void {
    for (const [service, memory] of this.#memories) {
      const targets = watched.get(service)
      if (targets === undefined) this.#memories.delete(service)
      else keepOnly(memory, targets)
    }
    this.#maps.clear()
  }

  /** The routes have changed, and with them where addresses lie. */
  routesChanged(): void {
    this.#maps.clear()
  }

  of(service: string, routes: Routes): { fate: Fate; grounds: Grounds } {
    let made = this.#maps.get(service)
    if (made === undefined) {
      const fate = mapOf(service, this.memoryOf(service), routes)
      made = { fate, grounds: groundsOf(fate) }
      this.#maps.set(service, made)
    }
    return made
  }

  /** Plain data, for the judge's snapshot. */
  state(): [service: string, memory: FateMemory][] {
    return [...this.#memories]
  }
}
