import type { Observation } from '../model/observation.ts'
import { type Catalogue, componentKey } from '../model/service.ts'
import type { Store } from '../store/store.ts'
import { citedLooks } from './cited.ts'
import { officialReader } from './heard.ts'
import { datesUntil, historyDays, toDays } from './history.ts'
import { createPast, type Past } from './past.ts'
import type { SiteView } from './view.ts'

const dayMs = 86_400_000
const page = 1000

/** Tells all that the pages show at `now`. */
export type Gather = (catalogue: Catalogue, now: number) => Promise<SiteView>

/**
 * Reads the store for the pages. What can only grow is kept from one time to the next and what is new is
 * added: a site of a hundred services is gathered each second while things change.
 */
export function gatherer(store: Store): Gather {
  const past = createPast()
  const official = officialReader(store.evidence)
  let offset: number | undefined

  async function addNews(): Promise<void> {
    offset ??= await store.judgements.lastOffset()
    for (;;) {
      const news = await store.judgements.after(offset, page)
      for (const { judgement } of news) if (judgement.kind === 'verdict') past.add(judgement)
      offset = news.at(-1)?.offset ?? offset
      if (news.length < page) return
    }
  }

  return async (catalogue, now) => {
    const from = now - historyDays * dayMs
    await addNews()
    await addUnknown(past, store, catalogue, from, now)
    const standing = await store.judgements.standing()
    const vantagePoints = await store.evidence.vantagePoints()
    const incidents = (await store.judgements.incidents(from)).filter(
      ({ state }) => state !== 'suspected' && state !== 'retracted',
    )
    const looks = await looksOf(store, [...new Set(incidents.flatMap(citedLooks))])
    const lastSeq = await store.evidence.lastSeq()
    const [newest] = await store.evidence.after(lastSeq - 1, 1)
    const dates = datesUntil(now)
    return {
      generated: now,
      ...(newest === undefined ? {} : { lastEvidence: newest.received }),
      catalogue,
      verdicts: new Map(standing.verdicts.map(verdict => [verdict.component, verdict])),
      vantagePoints: vantagePoints.map(point => {
        const verdict = standing.vantagePoints.find(each => each.vantagePoint === point.id)
        return verdict === undefined ? { point } : { point, verdict }
      }),
      incidents,
      history: component => toDays(past.of(component), now, dates),
      fates: new Map((await store.judgements.fates()).map(fate => [fate.service, fate])),
      ...(await official()),
      looks: new Map(looks.map(look => [look.id, look])),
    }
  }
}

/** Components that are asked for the first time: their past is in the store. */
async function addUnknown(past: Past, store: Store, catalogue: Catalogue, from: number, now: number) {
  for (const service of catalogue.services) {
    for (const component of service.components) {
      const key = componentKey(service, component)
      if (!past.has(key)) past.begin(key, await store.judgements.history(key, from, now))
    }
  }
}

async function looksOf(store: Store, ids: readonly string[]): Promise<Observation[]> {
  if (ids.length === 0) return []
  const recorded = await store.evidence.byIds(ids)
  return recorded.flatMap(({ evidence }) => (evidence.kind === 'observation' ? [evidence] : []))
}
