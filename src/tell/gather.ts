import type { Recorded } from '../model/evidence.ts'
import { type Catalogue, type ComponentKey, componentKey } from '../model/service.ts'
import type { Store } from '../store/store.ts'
import { historyDays, toDays } from './history.ts'
import type { Day, SiteView } from './view.ts'

const dayMs = 86_400_000

/** Reads from the store all that the pages show at `now`. */
export async function gather(store: Store, catalogue: Catalogue, now: number): Promise<SiteView> {
  const from = now - historyDays * dayMs
  const standing = await store.judgements.standing()
  const vantagePoints = await store.evidence.vantagePoints()
  const incidents = (await store.judgements.incidents(from)).filter(
    ({ state }) => state !== 'suspected' && state !== 'retracted',
  )
  const keys = catalogue.services.flatMap(service =>
    service.components.map(component => componentKey(service, component)),
  )
  const history = new Map<ComponentKey, readonly Day[]>()
  for (const key of keys) history.set(key, toDays(await store.judgements.history(key, from, now), now))
  const cited = new Set([
    ...standing.verdicts.flatMap(verdict => verdict.evidence),
    ...incidents.flatMap(incident => incident.timeline.flatMap(line => line.evidence)),
  ])
  const evidence = new Map<string, Recorded>()
  for (const recorded of await store.evidence.byIds([...cited])) evidence.set(recorded.evidence.id, recorded)
  const lastSeq = await store.evidence.lastSeq()
  const [newest] = await store.evidence.after(lastSeq - 1, 1)
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
    history,
    evidence,
  }
}
