import type { DatabaseSync } from 'node:sqlite'
import { setImmediate as endOfTurn } from 'node:timers/promises'
import type { Observation } from '../model/observation.ts'
import type { Schema } from './schema.ts'
import { count, quantile, type Sketch } from './sketch.ts'
import type { Retention } from './store.ts'
import { transact } from './transact.ts'

const hour = 3_600_000
/** Rows a transaction: some 20 ms, so that appending never waits long behind it. */
const chunk = 1_000

/** Drops old raw evidence and keeps its counts. Catalogues and vantage points stay: they are few, and all else hangs on them. */
export function sqliteRetention(database: DatabaseSync): Retention {
  const oldest = database.prepare(
    `select seq, received, kind, body, exists (select 1 from cited where evidence = id) as cited
     from evidence where seq > ? and seq <= (select coalesce(max(snapshot_seq), 0) from progress)
     order by seq limit ?`,
  )
  const drop = database.prepare('delete from evidence where seq = ?')
  const addUp = hourlyWriter(database)

  function rollUpChunk(
    after: number,
    before: number,
  ): { last: number; dropped: number; kept: number } | undefined {
    const rows = oldest.all(after, chunk) as unknown as Row[]
    const old = rows.filter(row => row.received < before)
    const last = old.at(-1)
    if (last === undefined) return undefined
    const droppable = old.filter(row => row.cited === 0 && bulk.has(row.kind))
    for (const row of droppable) {
      if (row.kind === 'observation') addUp(JSON.parse(row.body) as Observation)
      drop.run(row.seq)
    }
    return { last: last.seq, dropped: droppable.length, kept: old.length - droppable.length }
  }

  return {
    async rollUp(before) {
      const total = { dropped: 0, kept: 0 }
      let after = 0
      while (true) {
        const done = transact(database, () => rollUpChunk(after, before))
        if (done === undefined) return total
        total.dropped += done.dropped
        total.kept += done.kept
        after = done.last
        await endOfTurn()
      }
    },
  }
}

const bulk = new Set([
  'observation',
  'route',
  'route_feed',
  'report_counts',
  'post_counts',
  'statement_source',
  'tick',
])

interface Row {
  seq: number
  received: number
  kind: string
  body: string
  cited: number
}

type Hourly = Pick<Schema['hourly'], 'looks' | 'failed' | 'sketch'>

function hourlyWriter(database: DatabaseSync): (look: Observation) => void {
  const key = 'target = ? and vantage_point = ? and hour = ?'
  const read = database.prepare(`select looks, failed, sketch from hourly where ${key}`)
  const write = database.prepare('insert or replace into hourly values (?, ?, ?, ?, ?, ?, ?, ?, ?)')

  return ({ target, vantagePoint, at, ms, steps }) => {
    const since = at - (at % hour)
    const row = read.get(target, vantagePoint, since) as Hourly | undefined
    const sketch = row === undefined ? {} : (JSON.parse(row.sketch) as Sketch)
    count(sketch, ms)
    const failed = steps.some(step => step.failure !== undefined && step.aside !== true) ? 1 : 0
    write.run(
      target,
      vantagePoint,
      since,
      (row?.looks ?? 0) + 1,
      (row?.failed ?? 0) + failed,
      quantile(sketch, 0.5),
      quantile(sketch, 0.95),
      quantile(sketch, 0.99),
      JSON.stringify(sketch),
    )
  }
}
