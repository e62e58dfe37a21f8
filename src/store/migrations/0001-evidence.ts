import { type Kysely, sql } from 'kysely'

/** The record: one row an evidence, in the order received. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('evidence')
    // AUTOINCREMENT: a place in the order is never given twice, not even after retention dropped it.
    .addColumn('seq', 'integer', column => column.primaryKey().autoIncrement())
    .addColumn('id', 'text', column => column.notNull().unique())
    .addColumn('kind', 'text', column => column.notNull())
    .addColumn('received', 'integer', column => column.notNull())
    .addColumn('version', 'integer', column => column.notNull())
    .addColumn('body', 'text', column => column.notNull())
    .execute()
  // Rare kinds are asked for by kind; the index leaves out what comes by the million.
  await sql`create index evidence_rare on evidence (kind, seq)
    where kind not in ('observation', 'route', 'tick')`.execute(db)
}
