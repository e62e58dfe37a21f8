import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate as endOfTurn } from 'node:timers/promises'
import { UserError } from '../base/user-error.ts'
import { kyselyOver, migrate } from './kysely.ts'
import { migrations } from './migrations/index.ts'
import type { Schema } from './schema.ts'
import { sqliteEvidence } from './sqlite-evidence.ts'
import { readSnapshot, sqliteJudgements } from './sqlite-judgements.ts'
import { sqliteRetention } from './sqlite-retention.ts'
import type { EvidenceLog, JudgementLog, Retention, Store } from './store.ts'
import { lockForWriting } from './writer-lock.ts'

/**
 * Opens, or makes, the store in a data folder, as its only writer.
 *
 * WAL with `synchronous = FULL`: each commit is on the disk before it is acknowledged. NORMAL would be
 * faster, and a power cut could take back what a vantage point was told is safe.
 *
 * @throws UserError `data-folder-unusable`, `data-folder-in-use`, `store-too-new`
 */
export async function openSqlite(folder: string): Promise<Store & Retention> {
  makeFolder(folder)
  const path = join(folder, 'prahari.sqlite')
  await using stack = new AsyncDisposableStack()
  stack.use(lockForWriting(join(folder, 'writer.lock'), folder))
  const database = new DatabaseSync(path, { timeout: 5_000 })
  const db = kyselyOver<Schema>(database)
  stack.defer(async () => {
    // What was appended in this turn is still on its way to the disk.
    await endOfTurn()
    database.close()
  })
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -4096')
  await migrate(db, path, migrations)
  const opened = stack.move()
  return {
    evidence: sqliteEvidence(database, db),
    judgements: sqliteJudgements(database, db),
    ...sqliteRetention(database),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o750 })
  } catch (error) {
    throw new UserError(
      'data-folder-unusable',
      `the data folder ${folder} cannot be made: ${error instanceof Error ? error.message : error}`,
      'choose a folder that you may write to with --data or PRAHARI_DATA',
    )
  }
}

/** A record for reading only, with what the judge last kept of its state. */
export type StoredRecord = Pick<EvidenceLog, 'after' | 'heardSince'> &
  Pick<JudgementLog, 'snapshot'> &
  AsyncDisposable

/**
 * Opens a record for reading only, also beside the process that writes it.
 * @throws UserError `no-record`
 */
export function openSqliteRecord(folder: string): StoredRecord {
  const path = join(folder, 'prahari.sqlite')
  if (!existsSync(path)) {
    const todo = 'give the folder that the start-up line of `prahari serve` names with --data'
    throw new UserError('no-record', `there is no record in ${folder}`, todo)
  }
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 })
  const db = kyselyOver<Schema>(database)
  const { after, heardSince } = sqliteEvidence(database, db)
  const snapshot = () => readSnapshot(db)
  return { after, heardSince, snapshot, [Symbol.asyncDispose]: async () => database.close() }
}
