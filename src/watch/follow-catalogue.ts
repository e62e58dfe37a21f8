import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Catalogue } from '../model/service.ts'
import type { VantageClient } from './vantage-client.ts'

export interface FollowCatalogueOptions {
  readonly client: Pick<VantageClient, 'catalogue'>
  /** Told each catalogue that is new, the first one at once. */
  readonly onNew: (catalogue: Catalogue) => void
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
  /** Milliseconds between two questions; while there is no catalogue yet it asks ten times as often. */
  readonly every?: number
}

/**
 * Asks the observatory for its catalogue again and again until `signal` is aborted. While the observatory
 * is away the last catalogue stays in force.
 * @throws UserError where the observatory refuses this vantage point
 */
export async function followCatalogue(options: FollowCatalogueOptions): Promise<void> {
  const { client, onNew, clock, log, signal, every = 30_000 } = options
  let have = false
  let away = false
  while (!signal.aborted) {
    const fetched = await client.catalogue(signal)
    if (fetched.outcome === 'new') {
      have = true
      const { leftOut } = fetched
      if (leftOut.length > 0)
        log.warn('targets that this version does not understand are left out', { leftOut })
      onNew(fetched.catalogue)
    }
    const lost = fetched.outcome === 'unreachable' && !signal.aborted
    if (lost && !away) log.warn('the observatory does not answer', { why: fetched.why })
    if (away && !lost) log.info('the observatory answers again')
    away = lost
    await clock.sleep(have ? every : every / 10, signal)
  }
}
