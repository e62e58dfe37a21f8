import type { Kysely } from 'kysely'

/** What is kept of looks whose raw record was dropped: a row for each target, vantage point and hour. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('hourly')
    .addColumn('target', 'text', column => column.notNull())
    .addColumn('vantage_point', 'text', column => column.notNull())
    .addColumn('hour', 'integer', column => column.notNull())
    .addColumn('looks', 'integer', column => column.notNull())
    .addColumn('failed', 'integer', column => column.notNull())
    .addColumn('p50', 'real', column => column.notNull())
    .addColumn('p95', 'real', column => column.notNull())
    .addColumn('p99', 'real', column => column.notNull())
    .addColumn('sketch', 'text', column => column.notNull())
    .addPrimaryKeyConstraint('hourly_key', ['target', 'vantage_point', 'hour'])
    .execute()
}
