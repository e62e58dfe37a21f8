import type { Kysely } from 'kysely'

/** What was concluded, how far the judge has read, and what its conclusions cite. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('judgement')
    .addColumn('offset', 'integer', column => column.primaryKey().autoIncrement())
    .addColumn('kind', 'text', column => column.notNull())
    .addColumn('id', 'text', column => column.notNull())
    .addColumn('version', 'integer', column => column.notNull())
    .addColumn('subject', 'text', column => column.notNull())
    .addColumn('decided', 'integer', column => column.notNull())
    .addColumn('body', 'text', column => column.notNull())
    .addUniqueConstraint('judgement_once', ['kind', 'id', 'version'])
    .execute()
  await db.schema
    .createIndex('judgement_history')
    .on('judgement')
    .columns(['kind', 'subject', 'decided'])
    .execute()
  await db.schema
    .createTable('newest')
    .addColumn('kind', 'text', column => column.notNull())
    .addColumn('subject', 'text', column => column.notNull())
    .addColumn('offset', 'integer', column => column.notNull())
    .addColumn('rank', 'integer', column => column.notNull())
    .addColumn('closed', 'integer')
    .addPrimaryKeyConstraint('newest_key', ['kind', 'subject'])
    .execute()
  await db.schema
    .createTable('progress')
    .addColumn('one', 'integer', column => column.primaryKey())
    .addColumn('judged', 'integer', column => column.notNull())
    .addColumn('snapshot_seq', 'integer')
    .addColumn('snapshot', 'text')
    .execute()
  await db.schema
    .createTable('cited')
    .addColumn('evidence', 'text', column => column.primaryKey())
    .execute()
}
