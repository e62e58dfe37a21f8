import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Catalogue } from '../model/service.ts'
import type { Store } from '../store/store.ts'
import { gather } from './gather.ts'
import { createPublisher } from './publish.ts'
import { renderSite } from './site.ts'
import type { Words } from './words/words.ts'

export { siteRoutes } from './routes.ts'

/** How often the judgements are asked for news, and how old a page may grow without any: milliseconds. */
const pace = 1000
const freshness = 30_000

export interface TellOptions {
  readonly store: Store
  /** What is in force now; asked at each publication. */
  readonly catalogue: () => Catalogue
  /** Where the site goes: `folder/current` is what a web server serves. */
  readonly folder: string
  readonly publicUrl: string
  readonly languages: readonly Words[]
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly log: Log
}

/**
 * Publishes the site at once, again within a second or so of each new judgement, and every 30 s so that it
 * says a fresh age. Returns when `signal` is aborted. A publication that fails (a full disk) is logged and
 * tried again: the last good site stays.
 */
export async function tell(options: TellOptions): Promise<void> {
  const { store, folder, clock, signal, log } = options
  const publisher = createPublisher(folder)
  let offset = -1
  let published = Number.NEGATIVE_INFINITY
  while (!signal.aborted) {
    try {
      const newest = await lastOffset(store, offset)
      if (newest !== offset || clock.monotonic() - published >= freshness) {
        const view = await gather(store, options.catalogue(), clock.now())
        await publisher.publish(renderSite(view, options.languages, options.publicUrl))
        offset = newest
        published = clock.monotonic()
      }
    } catch (error) {
      log.error('the site could not be published', { error, folder })
    }
    await clock.sleep(pace, signal)
  }
}

/** The offset of the newest judgement after `from`, or `from` where there is none. */
async function lastOffset(store: Store, from: number): Promise<number> {
  const page = 1000
  let last = from
  for (;;) {
    const batch = await store.judgements.after(last, page)
    last = batch.at(-1)?.offset ?? last
    if (batch.length < page) return last
  }
}
