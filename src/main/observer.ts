import { join } from 'node:path'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Random } from '../base/random.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Catalogue, Target } from '../model/service.ts'
import { createDelegationMemory } from '../net/dns/delegation.ts'
import { createMessageMemory } from '../net/dns/message-memory.ts'
import { keepAddressMemory, openAddressMemory } from '../observe/memory.ts'
import { createObserver } from '../observe/observe.ts'
import { probes } from '../observe/probes/index.ts'
import { usualManners } from '../watch/etiquette.ts'
import { watch } from '../watch/watch.ts'
import { type Loop, runTogether } from './lifecycle.ts'
import type { Place } from './place.ts'

export interface LookingOptions {
  readonly place: Place
  readonly catalogue: () => Catalogue
  /** Ids of the targets to look at now, whenever their round is. */
  readonly closer: () => readonly string[]
  readonly emit: (evidence: Evidence) => void
  /** Where the last known good addresses are kept. */
  readonly folder: string
  /** Looks at the same time at most. */
  readonly concurrency: number
  readonly clock: Clock
  readonly random: Random
  readonly newId: () => string
  readonly log: Log
}

/** Milliseconds between two self-checks at the most. */
const controlsEvery = 10_000

/** Watches and observes from one place: what a vantage point does, here or in an agent elsewhere. */
export function looking(options: LookingOptions): Loop {
  const { place, catalogue, closer, emit, folder, concurrency, clock, random, newId, log } = options
  return async signal => {
    const file = join(folder, 'addresses.json')
    const lastKnownGood = await openAddressMemory(file, log)
    const vantagePoint = place.vantagePoint.id
    const controls = () => targetsById(catalogue(), catalogue().controls)
    const observer = createObserver({
      ...place,
      vantagePoint,
      kinds: probes,
      lastKnownGood,
      delegations: createDelegationMemory(),
      messages: createMessageMemory(),
      controls,
      clock,
      random,
      newId,
      log,
    })
    emit({ kind: 'vantage_point', id: newId(), at: clock.now(), vantagePoint: place.vantagePoint })
    const rounds = catalogue().targets.map(({ every }) => every)
    await runTogether(
      [
        stop => observer.selfCheck.keepChecking(Math.min(controlsEvery, ...rounds), stop),
        stop => keepAddressMemory(lastKnownGood, file, clock, stop),
        stop =>
          watch({
            vantagePoint,
            catalogue,
            closer,
            hostsOf,
            carryOut: observer.carryOut,
            emit,
            clock,
            random,
            signal: stop,
            manners: { ...usualManners, atOnce: concurrency },
          }),
      ],
      signal,
    )
  }
}

function hostsOf({ probe, spec }: Target): readonly string[] {
  return probes.find(({ kind }) => kind === probe)?.hosts(spec) ?? []
}

function targetsById({ targets }: Catalogue, ids: readonly string[]): Target[] {
  return targets.filter(({ id }) => ids.includes(id))
}
