import type { DatabaseSync } from 'node:sqlite'
import { blockVersion } from './report-block.ts'
import { transact } from './transact.ts'

/** A block as a row of the log. */
export interface ReportRow {
  readonly time: number
  readonly count: number
  /** The block's words, as JSON. */
  readonly words: string
  readonly body: Uint8Array<ArrayBuffer>
}

/** Each commit is on the disk before it is acknowledged, as the record has it. */
export const reportPragmas = 'pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -4096'

/** @returns a function that writes rows as one transaction and gives the place of the last */
export function rowWriter(database: DatabaseSync): (rows: readonly ReportRow[]) => number {
  const insert = database.prepare(
    'insert into block (received, version, reports, words, body) values (?, ?, ?, ?, ?)',
  )
  return rows => {
    let last = 0
    transact(database, () => {
      for (const { time, count, words, body } of rows) {
        last = Number(insert.run(time, blockVersion, count, words, body).lastInsertRowid)
      }
    })
    return last
  }
}
