import { createJudge } from '../judge/fold.ts'
import { openSqlite, openSqliteRecord } from '../store/sqlite.ts'

/** Which parts there are behind the faces. The only file that names the store. */
export const openStore = openSqlite
export const openRecord = openSqliteRecord
export { createJudge }
