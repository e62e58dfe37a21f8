import { type Kysely, sql } from 'kysely'

/** What is heard is asked for by kind and time; what is usual is kept beside the judge's snapshot. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index evidence_heard on evidence (kind, received)
    where kind in ('report_counts', 'post_counts', 'statement', 'statement_source')`.execute(db)
  await db.schema
    .createTable('usual')
    .addColumn('service', 'text', column => column.primaryKey())
    .addColumn('body', 'text', column => column.notNull())
    .execute()
}
