import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Random } from '../base/random.ts'
import type { Evidence } from '../model/evidence.ts'
import { followRoutes } from '../observe/route-feed.ts'
import type { EvidenceLog } from '../store/store.ts'
import { type Loop, runTogether } from './lifecycle.ts'

export interface RouteSourceOptions {
  readonly url: string
  readonly clock: Clock
  readonly random: Random
  readonly newId: () => string
  readonly log: Log
}

/** Addresses followed at most: the oldest seen make room. */
const most = 20_000
/** How far back in the record a start looks for addresses: some rounds of every target. */
const lookBack = 20_000

/** Follows the routes to whatever the looks in the record stood on, and appends what changes. */
export function routeSource(options: RouteSourceOptions): (evidence: EvidenceLog) => Loop {
  const { url, clock, log } = options
  return evidence => {
    const addresses = new Set<string>()
    const emit = (batch: Evidence[]) => {
      evidence.append(batch, clock.now()).catch((error: unknown) => {
        log.error('route updates were not kept', { error, updates: batch.length })
      })
    }
    const follow: Loop = signal =>
      followRoutes({
        ...options,
        collector: new URL(url).hostname,
        addresses: () => [...addresses],
        emit,
        signal,
      })
    return signal => runTogether([gathering(evidence, addresses, clock), follow], signal)
  }
}

/** Keeps `addresses` filled from the observations in the record. */
function gathering(evidence: EvidenceLog, addresses: Set<string>, clock: Clock): Loop {
  return async signal => {
    let seq = Math.max(0, (await evidence.lastSeq()) - lookBack)
    while (!signal.aborted) {
      const records = await evidence.after(seq, 1_000)
      for (const record of records) for (const address of standsOn(record.evidence)) addresses.add(address)
      for (const oldest of addresses) if (addresses.size > most) addresses.delete(oldest)
      seq = records.at(-1)?.seq ?? seq
      if (records.length < 1_000) await clock.sleep(500, signal)
    }
  }
}

function standsOn(evidence: Evidence): string[] {
  if (evidence.kind !== 'observation') return []
  const { addresses = [], nameServers = [] } = evidence.seen ?? {}
  return [...addresses, ...nameServers.flatMap(server => server.addresses)]
}
