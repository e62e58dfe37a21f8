import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Random } from '../base/random.ts'
import type { Evidence } from '../model/evidence.ts'
import { followRoutes } from '../observe/route-feed.ts'
import type { EvidenceLog } from '../store/store.ts'
import { type Batch, batchInto } from './batch.ts'
import { type Loop, runTogether } from './lifecycle.ts'

export interface RouteSourceOptions {
  readonly url: string
  readonly clock: Clock
  readonly random: Random
  readonly newId: () => string
  readonly log: Log
}

/** How far back in the record a start looks for addresses: some rounds of every target. */
const lookBack = 20_000
/** Milliseconds after which an address on which nothing was seen to stand is followed no longer. */
const forgetAfterMs = 24 * 3_600_000
/** Changes that may wait to be kept. What comes beyond them is counted and left out: memory has an end, a storm may not. */
const mostWaiting = 50_000

/** Follows the routes to whatever the looks in the record stood on, and appends what changes. */
export function routeSource(options: RouteSourceOptions): (evidence: EvidenceLog) => Loop {
  const { url, clock, log } = options
  const collector = new URL(url).hostname
  return evidence => {
    /** Address → when a look was last seen to stand on it. */
    const addresses = new Map<string, number>()
    const emit = boundedInto(batchInto(evidence, clock, log), collector, options)
    const follow: Loop = signal =>
      followRoutes({ ...options, collector, addresses: () => [...addresses.keys()], emit, signal })
    return signal => runTogether([gathering(evidence, addresses, clock), follow], signal)
  }
}

/** Adds to a batch as long as it keeps up, and says in the record how much was left out when it does again. */
export function boundedInto(
  batch: Pick<Batch, 'add' | 'waiting'>,
  collector: string,
  { clock, newId, log }: Pick<RouteSourceOptions, 'clock' | 'newId' | 'log'>,
  most = mostWaiting,
): (evidence: readonly Evidence[]) => void {
  let dropped = 0
  return changes => {
    for (const change of changes) {
      if (batch.waiting >= most) {
        dropped++
        continue
      }
      if (dropped > 0) {
        log.warn('route changes were left out: the record does not keep up', { collector, dropped })
        batch.add({
          kind: 'route_feed',
          id: newId(),
          at: clock.now(),
          collector,
          state: 'connected',
          dropped,
        })
        dropped = 0
      }
      batch.add(change)
    }
  }
}

/** Keeps `addresses` filled from the observations in the record. */
function gathering(evidence: EvidenceLog, addresses: Map<string, number>, clock: Clock): Loop {
  return async signal => {
    let seq = Math.max(0, (await evidence.lastSeq()) - lookBack)
    while (!signal.aborted) {
      const records = await evidence.after(seq, 1_000)
      for (const { evidence, received } of records)
        for (const address of standsOn(evidence)) addresses.set(address, received)
      for (const [address, seen] of addresses)
        if (clock.now() - seen > forgetAfterMs) addresses.delete(address)
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
