import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { systemClock } from '../base/clock.ts'
import type { ReportCounts } from '../model/heard.ts'
import { openSqlite } from '../store/sqlite.ts'
import { gatherer } from './gather.ts'

const minute = 60_000
const night = Date.parse('2021-10-04T16:00:00Z')
const catalogue = { services: [], targets: [], controls: [] }

function counts(from: number): ReportCounts {
  const shop = {
    taken: 9,
    counted: 8,
    held: { network: 1 },
    components: {},
    problems: {},
    places: {},
    carriers: {},
  }
  const services = { shop: { ...shop, networks: 8, largestNetwork: 0.1, reporters: 8 } }
  const to = from + 10 * minute
  return { kind: 'report_counts', id: `c${from}`, at: to, from, to, through: 0, error: 0, services }
}

test('counts are read once, each new one is added, and the voices and what is usual come with them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'prahari-gather-'))
  const store = await openSqlite(folder)
  const gather = gatherer(store, systemClock)
  const people = async (now: number) =>
    (await gather(catalogue, now)).heard('shop').reduce((sum, step) => sum + step.people, 0)
  try {
    await store.evidence.append([counts(night), counts(night + 10 * minute)], night + 20 * minute)
    assert.equal(await people(night + 20 * minute), 16)
    assert.equal(await people(night + 21 * minute), 16)
    await store.evidence.append([counts(night + 20 * minute)], night + 20 * minute)
    assert.equal(await people(night + 30 * minute), 24)
    await store.judgements.commit({
      seq: 3,
      judgements: [],
      usuals: [{ service: 'shop', perMinute: Array(168).fill(0.5) }],
    })
    const view = await gather(catalogue, night + 31 * minute)
    assert.equal(view.usuals.get('shop')?.perMinute[0], 0.5)
  } finally {
    await store[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  }
})
