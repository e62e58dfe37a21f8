import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Catalogue } from '../model/service.ts'
import type { Store } from '../store/store.ts'
import { gatherer } from './gather.ts'
import { officialNews } from './heard.ts'
import { createPublisher } from './publish.ts'
import { renderSite } from './site.ts'
import type { Words } from './words/words.ts'

export { siteRoutes } from './routes.ts'

/** How often the judgements are asked for news, and how old a page may grow without any: milliseconds. */
const pace = 1000
const freshness = 30_000
/** A large site that changes all the time is made less often, so that it takes no more than this share of a core. */
const share = 0.2

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
 * Publishes the site at once, again within a second or so of each new judgement and official word, and every
 * 30 s so that it says a fresh age. Returns when `signal` is aborted. A publication that fails (a full disk) is logged and
 * tried again: the last good site stays.
 */
export async function tell(options: TellOptions): Promise<void> {
  const { store, folder, clock, signal, log } = options
  const publisher = createPublisher(folder, clock)
  const gather = gatherer(store, clock)
  const lastSaid = officialNews(store.evidence)
  let offset: number | undefined
  let said: number | undefined
  let published = Number.NEGATIVE_INFINITY
  while (!signal.aborted) {
    const began = clock.monotonic()
    try {
      const newest = await store.judgements.lastOffset()
      const newestSaid = await lastSaid()
      if (newest !== offset || newestSaid !== said || began - published >= freshness) {
        const view = await gather(options.catalogue(), clock.now())
        await publisher.publish(renderSite(view, options.languages, options.publicUrl))
        offset = newest
        said = newestSaid
        published = began
      }
    } catch (error) {
      log.error('the site could not be published', { error, folder })
    }
    await clock.sleep(Math.max(pace, (clock.monotonic() - began) / share), signal)
  }
}
