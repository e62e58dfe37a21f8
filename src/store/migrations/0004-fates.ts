import type { Kysely } from 'kysely'

/** What each service was last seen to stand on, as the judge knew it at its last snapshot. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('fate')
    .addColumn('service', 'text', column => column.primaryKey())
    .addColumn('body', 'text', column => column.notNull())
    .execute()
}
