import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Evidence } from '../model/evidence.ts'
import type { EvidenceLog } from '../store/store.ts'

/** Appends what comes one by one to the record, together with what comes soon after. */
export interface Batch {
  add(evidence: Evidence): void
  /** How much has been added and is not yet kept. */
  readonly waiting: number
  /** Resolves when everything added before is kept. */
  flush(): Promise<void>
}

/** Milliseconds. A crash loses at most what was seen within them, and nobody was told that it is kept. */
const window = 200

/** Each append costs a transaction and an fsync, more CPU than the look itself; at fifty looks a second it is shared. */
export function batchInto(evidence: EvidenceLog, clock: Clock, log: Log): Batch {
  let waiting: Evidence[] = []
  let unkept = 0
  let kept: Promise<unknown> = Promise.resolve()
  async function flush(): Promise<void> {
    const batch = waiting
    waiting = []
    if (batch.length > 0) {
      kept = evidence
        .append(batch, clock.now())
        .catch((error: unknown) => log.error('evidence was not kept', { count: batch.length, error }))
        .finally(() => {
          unkept -= batch.length
        })
    }
    // Appends are kept in their order: the last one has those before it behind it.
    await kept
  }
  return {
    add(each) {
      waiting.push(each)
      unkept++
      if (waiting.length === 1) void clock.sleep(window).then(flush)
    },
    get waiting() {
      return unkept
    },
    flush,
  }
}
