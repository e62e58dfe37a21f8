import type { DatabaseSync } from 'node:sqlite'
import { newToken } from '../base/random.ts'
import type { DayKeys } from './reports.ts'
import { transact } from './transact.ts'

const day = 86_400_000

/** The day's key, made when it is first asked for; every older one is overwritten and deleted with it. */
export function sqliteDayKeys(database: DatabaseSync): DayKeys {
  // A clock that was set back finds the later day's key and takes that.
  const find = database.prepare('select secret from day_key where day >= ? order by day desc limit 1')
  const keep = database.prepare('insert into day_key (day, secret) values (?, ?)')

  function replaced(today: number): string {
    const secret = newToken()
    database.exec('pragma secure_delete = on')
    transact(database, () => {
      database.exec('delete from day_key')
      keep.run(today, secret)
    })
    database.exec('pragma secure_delete = off')
    // The old key lies in the log of writes until that is emptied.
    database.exec('pragma wal_checkpoint(truncate)')
    return secret
  }

  return {
    async keyFor(now) {
      const today = Math.floor(now / day)
      const row = find.get(today) as { secret: string } | undefined
      return row?.secret ?? replaced(today)
    },
  }
}
