import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { type ReportRow, reportPragmas, rowWriter } from './report-rows.ts'
import type { WriterAnswer } from './report-writer.ts'

/** The thread that commits in a flood; `report-writer.ts` starts it with the database's path. */
const database = new DatabaseSync(workerData as string, { timeout: 5_000 })
database.exec(reportPragmas)
const write = rowWriter(database)

parentPort?.on('message', (rows: readonly ReportRow[]) => parentPort?.postMessage(answered(rows)))

function answered(rows: readonly ReportRow[]): WriterAnswer {
  try {
    return { last: write(rows) }
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) }
  }
}
