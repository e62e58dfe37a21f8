import type { DatabaseSync } from 'node:sqlite'

/** Runs `work` as one transaction, whole or not at all. It must not wait for anything. */
export function transact<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('begin immediate')
  try {
    const result = work()
    database.exec('commit')
    return result
  } catch (error) {
    database.exec('rollback')
    throw error
  }
}
