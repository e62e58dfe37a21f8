import { createJudge } from '../judge/fold.ts'
import { openSqlite, openSqliteRecord } from '../store/sqlite.ts'
import { openSqliteReports } from '../store/sqlite-reports.ts'

/** Which parts there are behind the faces. The only file that names the store. */
export const openStore = openSqlite
export const openRecord = openSqliteRecord
export const openReports = openSqliteReports
export { createJudge }
