import { systemClock } from '../src/base/clock.ts'
import { idMaker } from '../src/base/id.ts'
import { silentLog } from '../src/base/log.ts'
import { systemRandom } from '../src/base/random.ts'
import { batchInto } from '../src/main/batch.ts'
import type { Observation } from '../src/model/observation.ts'
import type { Catalogue, Target } from '../src/model/service.ts'
import { createDelegationMemory } from '../src/net/dns/delegation.ts'
import { createMessageMemory } from '../src/net/dns/message-memory.ts'
import { createAddressMemory } from '../src/observe/memory.ts'
import { createObserver } from '../src/observe/observe.ts'
import type { AnyProbeKind } from '../src/observe/probe.ts'
import { createDnsProbe } from '../src/observe/probes/dns/dns.ts'
import { probes } from '../src/observe/probes/index.ts'
import { openSqlite } from '../src/store/sqlite.ts'
import { watch } from '../src/watch/watch.ts'
import { ownCpu } from './measure.ts'
import type { Targets } from './targets.ts'

/** Milliseconds for the last looks of a turn to be begun and ended. */
const grace = 500

/** Prahari's own looking and keeping in this process: plan, look, read, store. Without the judge. */
export interface Own extends AsyncDisposable {
  /** Looks at each of these once in so many seconds, once. @returns CPU-milliseconds per stored look */
  look(probe: string, specs: readonly unknown[], seconds: number): Promise<number>
}

export async function startOwn({ place, root, server }: Targets): Promise<Own> {
  const store = await openSqlite(`${place.folder}/data`)
  const kinds = [createDnsProbe(place.port) as AnyProbeKind, ...probes.filter(({ kind }) => kind !== 'dns')]
  const observer = createObserver({
    vantagePoint: 'bench-1',
    kinds,
    families: [4],
    resolvers: [server],
    rootServers: [root],
    lastKnownGood: createAddressMemory(),
    delegations: createDelegationMemory(),
    trustAnchors: [],
    messages: createMessageMemory(),
    controls: () => [],
    clock: systemClock,
    random: systemRandom,
    newId: idMaker(systemClock, systemRandom),
    log: silentLog,
  })
  const failed: Observation[] = []

  async function lookFor(catalogue: Catalogue, seconds: number): Promise<void> {
    const batch = batchInto(store.evidence, systemClock, silentLog)
    await watch({
      vantagePoint: 'bench-1',
      catalogue: () => catalogue,
      closer: () => [],
      hostsOf: ({ probe, spec }) => kinds.find(({ kind }) => kind === probe)?.hosts(spec) ?? [],
      carryOut: observer.carryOut,
      emit(seen) {
        if (seen.findings.length > 0) failed.push(seen)
        batch.add(seen)
      },
      clock: systemClock,
      random: systemRandom,
      signal: AbortSignal.timeout(seconds * 1000 + grace),
    })
    await batch.flush()
  }

  return {
    async look(probe, specs, seconds) {
      const catalogue = catalogueOf(probe, specs, kinds, seconds)
      const before = await store.evidence.lastSeq()
      const cpu = ownCpu()
      await lookFor(catalogue, seconds)
      const used = ownCpu() - cpu
      const stored = (await store.evidence.lastSeq()) - before
      const [worst] = failed
      if (worst !== undefined) throw new Error(`${failed.length} looks failed: ${JSON.stringify(worst)}`)
      if (stored < specs.length) throw new Error(`${stored} of ${specs.length} looks were stored`)
      return used / stored
    },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  }
}

function catalogueOf(
  probe: string,
  specs: readonly unknown[],
  kinds: readonly AnyProbeKind[],
  seconds: number,
): Catalogue {
  const parse = kinds.find(({ kind }) => kind === probe)?.target
  const targets = specs.map((spec, n): Target => {
    const parsed = parse?.parse(spec)
    return { id: `${probe}:${n}`, probe, spec: parsed, every: seconds * 1000, timeout: 5000 }
  })
  const component = { id: 'all', names: { en: 'All' }, role: 'app', needs: 'all', foundations: [] } as const
  return {
    services: [
      {
        id: 'bench',
        names: { en: 'Bench' },
        operator: 'bench',
        timeZone: 'Etc/UTC',
        homepage: 'http://localhost/',
        category: 'bench',
        official: [],
        components: [{ ...component, foundations: [], targets: targets.map(({ id }) => id) }],
      },
    ],
    targets,
    controls: [],
  }
}
