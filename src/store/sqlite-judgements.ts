import type { DatabaseSync } from 'node:sqlite'
import type { Kysely } from 'kysely'
import type { Fate } from '../model/fate.ts'
import type { Incident } from '../model/incident.ts'
import type { Judgement } from '../model/judgement.ts'
import type { VantageVerdict, Verdict } from '../model/verdict.ts'
import type { Usual, Voice } from '../model/voice.ts'
import { cites, indexed } from './indexed.ts'
import type { Schema } from './schema.ts'
import type { JudgementLog } from './store.ts'
import { transact } from './transact.ts'

/** What the judge concluded, in SQLite. */
export function sqliteJudgements(database: DatabaseSync, db: Kysely<Schema>): JudgementLog {
  const write = writer(database)
  const last = database.prepare('select max(offset) as offset from judgement')
  return {
    async commit(batch) {
      transact(database, () => write(batch))
    },
    snapshot: () => readSnapshot(db),
    async lastOffset() {
      return (last.get() as { offset: number | null }).offset ?? 0
    },
    async after(offset, limit) {
      const rows = await db
        .selectFrom('judgement')
        .select(['offset', 'body'])
        .where('offset', '>', offset)
        .orderBy('offset')
        .limit(limit)
        .execute()
      return rows.map(row => ({ offset: row.offset, judgement: JSON.parse(row.body) as Judgement }))
    },
    async standing() {
      return {
        verdicts: await newest<Verdict>(db, 'verdict'),
        vantagePoints: await newest<VantageVerdict>(db, 'vantage'),
        voices: await newest<Voice>(db, 'voice'),
      }
    },
    async history(component, from, to) {
      const verdicts = db
        .selectFrom('judgement')
        .select(['body'])
        .where('kind', '=', 'verdict')
        .where('subject', '=', component)
      const before = await verdicts
        .where('decided', '<', from)
        .orderBy('decided', 'desc')
        .orderBy('offset', 'desc')
        .limit(1)
        .execute()
      const within = await verdicts
        .where('decided', '>=', from)
        .where('decided', '<', to)
        .orderBy('decided')
        .orderBy('offset')
        .execute()
      return [...before, ...within].map(row => JSON.parse(row.body) as Verdict)
    },
    async incidents(since) {
      const rows = await db
        .selectFrom('newest')
        .innerJoin('judgement', 'judgement.offset', 'newest.offset')
        .select(['judgement.body'])
        .where('newest.kind', '=', 'incident')
        .where(where => where.or([where('newest.closed', 'is', null), where('newest.closed', '>=', since)]))
        .execute()
      const incidents = rows.map(row => JSON.parse(row.body) as Incident)
      return incidents.sort((a, b) => b.began - a.began || (a.id < b.id ? 1 : -1))
    },
    async incident(id) {
      const row = await db
        .selectFrom('newest')
        .innerJoin('judgement', 'judgement.offset', 'newest.offset')
        .select(['judgement.body'])
        .where('newest.kind', '=', 'incident')
        .where('newest.subject', '=', id)
        .executeTakeFirst()
      return row === undefined ? undefined : (JSON.parse(row.body) as Incident)
    },
    async fates() {
      const rows = await db.selectFrom('fate').select(['body']).orderBy('service').execute()
      return rows.map(row => JSON.parse(row.body) as Fate)
    },
    async usuals() {
      const rows = await db.selectFrom('usual').select(['body']).orderBy('service').execute()
      return rows.map(row => JSON.parse(row.body) as Usual)
    },
  }
}

async function newest<Kind extends Judgement>(db: Kysely<Schema>, kind: Kind['kind']): Promise<Kind[]> {
  const rows = await db
    .selectFrom('newest')
    .innerJoin('judgement', 'judgement.offset', 'newest.offset')
    .select(['judgement.body'])
    .where('newest.kind', '=', kind)
    .orderBy('newest.subject')
    .execute()
  return rows.map(row => JSON.parse(row.body) as Kind)
}

type Batch = Parameters<JudgementLog['commit']>[0]

function writer(database: DatabaseSync): (batch: Batch) => void {
  const insert = database.prepare(
    `insert or ignore into judgement (kind, id, version, subject, decided, body) values (?, ?, ?, ?, ?, ?)`,
  )
  // Judging again after a crash must not turn the standing verdict back, not even for a moment.
  const promote = database.prepare(
    `insert into newest (kind, subject, offset, rank, closed) values (?, ?, ?, ?, ?)
     on conflict do update set offset = excluded.offset, rank = excluded.rank, closed = excluded.closed
     where excluded.rank >= rank`,
  )
  const cite = database.prepare('insert or ignore into cited (evidence) values (?)')
  const judged = database.prepare(
    `insert into progress (one, judged) values (1, ?)
     on conflict do update set judged = max(judged, excluded.judged)`,
  )
  const keep = database.prepare('update progress set snapshot_seq = ?, snapshot = ?')
  const forgetFates = database.prepare('delete from fate')
  const standOn = database.prepare('insert into fate (service, body) values (?, ?)')

  const forgetUsuals = database.prepare('delete from usual')
  const isUsual = database.prepare('insert into usual (service, body) values (?, ?)')

  return ({ seq, judgements, snapshot, fates, usuals }) => {
    for (const judgement of judgements) {
      const { kind, id, version, subject, decided, rank, closed } = indexed(judgement)
      const row = insert.run(kind, id, version, subject, decided, JSON.stringify(judgement))
      if (row.changes === 0) continue
      promote.run(kind, subject, row.lastInsertRowid, rank, closed ?? null)
      for (const evidence of cites(judgement)) cite.run(evidence)
    }
    judged.run(seq)
    if (snapshot !== undefined) keep.run(seq, snapshot)
    if (fates !== undefined) {
      forgetFates.run()
      for (const fate of fates) standOn.run(fate.service, JSON.stringify(fate))
    }
    if (usuals === undefined) return
    forgetUsuals.run()
    for (const usual of usuals) isUsual.run(usual.service, JSON.stringify(usual))
  }
}

/** What the judge last kept of its state, and the place in the record up to which it had judged. */
export async function readSnapshot(db: Kysely<Schema>): Promise<{ seq: number; state: string } | undefined> {
  const row = await db.selectFrom('progress').select(['snapshot_seq', 'snapshot']).executeTakeFirst()
  if (row?.snapshot_seq == null || row.snapshot === null) return undefined
  return { seq: row.snapshot_seq, state: row.snapshot }
}
