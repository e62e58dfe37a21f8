import type { Clock } from '../base/clock.ts'
import type { Observation } from '../model/observation.ts'
import { type Catalogue, componentKey } from '../model/service.ts'
import type { Store } from '../store/store.ts'
import { citedLooks } from './cited.ts'
import { officialReader } from './heard.ts'
import { createHeardSteps, heardStep } from './heard-steps.ts'
import { datesUntil, historyDays, toDays } from './history.ts'
import { createPast, type Past } from './past.ts'
import type { SiteView } from './view.ts'

const dayMs = 86_400_000
const page = 1000
/** Of what was heard at the first reading: the steps that the pages show, whole. */
const heardMs = dayMs + heardStep
/** What is being written while it is read is found the next time, if it is not older. */
const lateMs = 60_000

/** Tells all that the pages show at `now`. */
export type Gather = (catalogue: Catalogue, now: number) => Promise<SiteView>

/**
 * Reads the store for the pages. What can only grow is kept from one time to the next and what is new is
 * added: a site of a hundred services is gathered each second while things change.
 */
export function gatherer(store: Store, clock: Pick<Clock, 'sleep'>): Gather {
  const past = createPast()
  const official = officialReader(store.evidence)
  let offset: number | undefined
  const heard = createHeardSteps()
  const heardUntil = { report_counts: unread(), post_counts: unread() }

  async function addNews(): Promise<void> {
    offset ??= await store.judgements.lastOffset()
    for (;;) {
      const news = await store.judgements.after(offset, page)
      for (const { judgement } of news) if (judgement.kind === 'verdict') past.add(judgement)
      offset = news.at(-1)?.offset ?? offset
      if (news.length < page) return
    }
  }

  /**
   * Adds the counts that are new, slice by slice: looks that are due wait for one slice only, where a day is read
   * at the start. Those of the last minute come again, and are passed over.
   */
  async function listen(now: number): Promise<void> {
    for (const kind of ['report_counts', 'post_counts'] as const) {
      const until = heardUntil[kind]
      for (let from = until.received ?? now - heardMs; from <= now; from += heardStep) {
        const news = await store.evidence.heardSince(kind, from, from + heardStep)
        for (const { seq, evidence } of news) {
          if (seq <= until.seq || evidence.kind !== kind) continue
          heard.add(evidence)
          until.seq = seq
        }
        if (news.length > 0) await clock.sleep(0)
      }
      until.received = now - lateMs
    }
  }

  return async (catalogue, now) => {
    const from = now - historyDays * dayMs
    await addNews()
    await listen(now)
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
      voices: new Map(standing.voices.map(voice => [voice.service, voice])),
      heard: service => heard.of(service, now),
      usuals: new Map((await store.judgements.usuals()).map(usual => [usual.service, usual])),
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

/** Up to where something was read. */
function unread(): { seq: number; received?: number } {
  return { seq: 0 }
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
