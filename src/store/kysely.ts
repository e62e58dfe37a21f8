import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { Kysely, SqliteDialect, type SqliteStatement } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { UserError } from '../base/user-error.ts'

/** Kysely over Node's own SQLite: its dialect asks for the few methods of better-sqlite3 given here. */
export function kyselyOver<Schema>(database: DatabaseSync): Kysely<Schema> {
  return new Kysely<Schema>({
    dialect: new SqliteDialect({
      database: { close: () => database.close(), prepare: sql => statement(database, sql) },
    }),
  })
}

function statement(database: DatabaseSync, sql: string): SqliteStatement {
  const prepared = database.prepare(sql)
  return {
    reader: prepared.columns().length > 0,
    all: parameters => prepared.all(...(parameters as SQLInputValue[])),
    run: parameters => prepared.run(...(parameters as SQLInputValue[])),
    iterate: parameters => prepared.iterate(...(parameters as SQLInputValue[])),
  }
}

/**
 * Brings the tables to the newest form.
 * @throws UserError `store-too-new` where a newer Prahari has written here
 */
export async function migrate<Schema>(
  db: Kysely<Schema>,
  path: string,
  migrations: Record<string, Migration>,
): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error === undefined) return
  if (error instanceof Error && error.message.includes('is missing')) {
    throw new UserError(
      'store-too-new',
      `${path} was written by a newer Prahari than this one`,
      'run the newer version, or choose another data folder with --data',
    )
  }
  throw error
}
