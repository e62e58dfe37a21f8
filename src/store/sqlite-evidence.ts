import type { DatabaseSync } from 'node:sqlite'
import { setImmediate as endOfTurn } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import { type Evidence, type Recorded, recordVersion, type VantagePointSeen } from '../model/evidence.ts'
import type { Schema } from './schema.ts'
import type { EvidenceLog } from './store.ts'
import { transact } from './transact.ts'
import { waiters } from './waiters.ts'

interface Waiting {
  readonly evidence: readonly Evidence[]
  readonly received: number
  readonly done: PromiseWithResolvers<{ appended: number; duplicates: number }>
}

interface Row {
  seq: number
  received: number
  version: number
  body: string
}

/** The record in SQLite. Everything that is appended within one turn of the event loop shares one fsync. */
export function sqliteEvidence(database: DatabaseSync, db: Kysely<Schema>): EvidenceLog {
  const insert = database.prepare(
    'insert or ignore into evidence (id, kind, received, version, body) values (?, ?, ?, ?, ?)',
  )
  const read = database.prepare(
    'select seq, received, version, body from evidence where seq > ? order by seq limit ?',
  )
  const heard = database.prepare(
    `select seq, received, version, body from evidence indexed by evidence_heard
     where kind = ? and received >= ? and received < ?
       and kind in ('report_counts', 'post_counts', 'statement', 'statement_source') order by seq`,
  )
  // Not sqlite_sequence: that counts what was ignored as a duplicate too, and whoever waits for it waits in vain.
  const last = database.prepare('select max(seq) as seq from evidence')
  const lastSeq = () => (last.get() as { seq: number | null }).seq ?? 0
  const growth = waiters()
  let queue: Waiting[] = []

  async function flush(): Promise<void> {
    await endOfTurn()
    const batch = queue
    queue = []
    try {
      const results = transact(database, () => batch.map(write))
      batch.forEach((waiting, place) => {
        waiting.done.resolve(results[place] ?? { appended: 0, duplicates: 0 })
      })
      growth.wake()
    } catch (error) {
      for (const waiting of batch) waiting.done.reject(error)
    }
  }

  function write({ evidence, received }: Waiting): { appended: number; duplicates: number } {
    let appended = 0
    for (const each of evidence) {
      const { changes } = insert.run(each.id, each.kind, received, recordVersion, JSON.stringify(each))
      appended += Number(changes)
    }
    return { appended, duplicates: evidence.length - appended }
  }

  return {
    append(evidence, received) {
      const done = Promise.withResolvers<{ appended: number; duplicates: number }>()
      queue.push({ evidence, received, done })
      if (queue.length === 1) void flush()
      return done.promise
    },
    async after(seq, limit) {
      return (read.all(seq, limit) as unknown as Row[]).map(recorded)
    },
    async lastSeq() {
      return lastSeq()
    },
    async byIds(ids) {
      const rows = await db
        .selectFrom('evidence')
        .select(['seq', 'received', 'version', 'body'])
        // One parameter for all of them: SQLite bounds the number of parameters.
        .where('id', 'in', sql<string>`(select value from json_each(${JSON.stringify(ids)}))`)
        .orderBy('seq')
        .execute()
      return rows.map(recorded)
    },
    async newest(kind) {
      const row = await db
        .selectFrom('evidence')
        .select(['seq', 'received', 'version', 'body'])
        .where('kind', '=', kind)
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row === undefined ? undefined : recorded(row)
    },
    async heardSince(kind, since, before = Number.MAX_SAFE_INTEGER) {
      return (heard.all(kind, since, before) as unknown as Row[]).map(recorded)
    },
    async vantagePoints() {
      const rows = await db
        .selectFrom('evidence')
        .select('body')
        .where('kind', '=', 'vantage_point')
        .orderBy('seq')
        .execute()
      const points = rows.map(row => (JSON.parse(row.body) as VantagePointSeen).vantagePoint)
      const newest = new Map(points.map(point => [point.id, point]))
      return [...newest.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
    },
    async grown(seq, signal) {
      while (lastSeq() <= seq && !signal.aborted) await growth.wait(signal)
    },
  }
}

function recorded(row: Row): Recorded {
  if (row.version !== recordVersion) {
    throw new Error(`evidence ${row.seq} has version ${row.version}; this reader knows ${recordVersion}`)
  }
  return {
    v: recordVersion,
    seq: row.seq,
    received: row.received,
    evidence: JSON.parse(row.body) as Evidence,
  }
}
