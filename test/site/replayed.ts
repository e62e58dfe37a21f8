import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/base/clock.ts'
import { readRecordFile } from '../../src/cli/record-file.ts'
import { createJudge } from '../../src/judge/fold.ts'
import type { Recorded } from '../../src/model/evidence.ts'
import type { Incident } from '../../src/model/incident.ts'
import type { Catalogue } from '../../src/model/service.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { gatherer } from '../../src/tell/gather.ts'
import type { SiteView } from '../../src/tell/view.ts'

/** Milliseconds after the incident was confirmed, and after the first app was back, so that all has been said of it. */
const wellIn = 20_000
const later = 6_000

/** What the pages showed before, during and after the first incident of a record, and on its way back. */
export async function viewsOf(recordFile: string): Promise<{ phase: string; view: SiteView }[]> {
  const records: Recorded[] = []
  for await (const record of readRecordFile(recordFile)) records.push(record)
  const views: { phase: string; view: SiteView }[] = []
  for (const { phase, at } of phasesOf(records)) views.push({ phase, view: await viewAt(records, at) })
  return views
}

function phasesOf(records: readonly Recorded[]): { phase: string; at: number }[] {
  const judge = createJudge()
  let first: Incident | undefined
  for (const record of records) {
    for (const judgement of judge.apply(record))
      if (judgement.kind === 'incident' && judgement.confirmed !== undefined) first ??= judgement
    if (first !== undefined) break
  }
  const versions = records
    .flatMap(record => judge.apply(record))
    .filter(({ kind }) => kind === 'incident') as Incident[]
  const back = versions.find(({ components }) =>
    components.some(({ ended, role }) => role === 'app' && ended !== undefined),
  )
  const end = records.at(-1)?.received ?? 0
  if (first === undefined || back === undefined) return [{ phase: 'now', at: end }]
  return [
    { phase: 'before', at: first.began - 1 },
    { phase: 'during', at: (first.confirmed ?? first.detected) + wellIn },
    { phase: 'recovering', at: back.updated + later },
    { phase: 'after', at: end },
  ]
}

async function viewAt(records: readonly Recorded[], at: number): Promise<SiteView> {
  const folder = await mkdtemp(join(tmpdir(), 'prahari-replayed-'))
  await using store = await openSqlite(folder)
  const judge = createJudge()
  let catalogue: Catalogue = { services: [], targets: [], controls: [] }
  const until = records.filter(({ received }) => received <= at)
  for (const record of until) {
    if (record.evidence.kind === 'catalogue') catalogue = record.evidence.catalogue
    const judgements = judge.apply(record)
    if (judgements.length > 0) await store.judgements.commit({ seq: record.seq, judgements })
  }
  await store.judgements.commit({
    seq: until.at(-1)?.seq ?? 0,
    judgements: [],
    fates: judge.fates(),
    usuals: judge.usuals(),
  })
  const byTime = Map.groupBy(until, ({ received }) => received)
  for (const [received, batch] of byTime)
    await store.evidence.append(
      batch.map(({ evidence }) => evidence),
      received,
    )
  const view = await gatherer(store, systemClock)(catalogue, at)
  await rm(folder, { recursive: true, force: true })
  return view
}
