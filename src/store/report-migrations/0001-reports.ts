import { type Kysely, sql } from 'kysely'

/** Reports in blocks, a row for each commit, and the key of the day by which people are told apart. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('block')
    // AUTOINCREMENT: a place is never given again, also when all before it was forgotten.
    .addColumn('seq', 'integer', column => column.primaryKey().autoIncrement())
    .addColumn('received', 'integer', column => column.notNull())
    .addColumn('version', 'integer', column => column.notNull())
    .addColumn('reports', 'integer', column => column.notNull())
    .addColumn('words', 'text', column => column.notNull())
    .addColumn('body', 'blob', column => column.notNull())
    .execute()
  await db.schema
    .createTable('day_key')
    .addColumn('day', 'integer', column => column.primaryKey())
    .addColumn('secret', 'text', column => column.notNull())
    .modifyEnd(sql`strict`)
    .execute()
}
