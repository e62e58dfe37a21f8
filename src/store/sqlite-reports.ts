import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate as endOfTurn } from 'node:timers/promises'
import type { Clock } from '../base/clock.ts'
import type { KeptReport } from '../model/report.ts'
import { kyselyOver, migrate } from './kysely.ts'
import { type RecentPeople, recentPeople } from './recent-people.ts'
import {
  type BlockWriter,
  blockVersion,
  filterBlock,
  peopleOf,
  readBlock,
  writeBlock,
} from './report-block.ts'
import { reportMigrations } from './report-migrations/index.ts'
import { type ReportRow, reportPragmas } from './report-rows.ts'
import { reportWriter } from './report-writer.ts'
import type { Appended, DayKeys, ReportLog } from './reports.ts'
import { makeFolder } from './sqlite.ts'
import { sqliteDayKeys } from './sqlite-day-keys.ts'
import { waiters } from './waiters.ts'

export interface ReportLogOptions {
  readonly clock: Clock
  /** People remembered at least before the first of them are forgotten (`recentPeople`); 36 MB for each million. */
  readonly remembered?: number
}

/** Three quarters of four million slots: two tables of 32 MB at most. */
const remembered = 3 * 2 ** 20
/** A quarter hour, and as much again for reports that were passed on late. */
const span = 30 * 60_000
/** Reports a block at most, so that a reader can take them piece by piece. */
const blockSize = 10_000
/** Blocks dropped in one transaction. */
const chunk = 500

interface Waiting {
  readonly result: Appended
  readonly done: PromiseWithResolvers<Appended>
}

/** A block that is not on the disk yet. */
type Pending = Pick<BlockWriter, 'count' | 'finish'>

interface Row {
  seq: number
  received: number
  version: number
  words: string
  body: Uint8Array<ArrayBuffer>
}

/**
 * Opens, or makes, the log of reports in a data folder: `reports.sqlite`, with WAL and `synchronous = FULL`
 * as the record has it. The folder's writer lock is the record's.
 * @throws UserError `data-folder-unusable`, `store-too-new`
 */
export async function openSqliteReports(
  folder: string,
  options: ReportLogOptions,
): Promise<ReportLog & DayKeys> {
  makeFolder(folder)
  const path = join(folder, 'reports.sqlite')
  const database = new DatabaseSync(path, { timeout: 5_000 })
  try {
    database.exec(reportPragmas)
    await migrate(kyselyOver(database), path, reportMigrations)
    return { ...reportLog(database, path, options), ...sqliteDayKeys(database) }
  } catch (error) {
    database.close()
    throw error
  }
}

/**
 * Reports become bytes as soon as they are appended, and what is appended within one turn of the event loop
 * shares one fsync; in a flood, what comes during the last one.
 */
function reportLog(database: DatabaseSync, path: string, options: ReportLogOptions): ReportLog {
  const { clock, remembered: most = remembered } = options
  const writer = reportWriter(database, path, clock)
  const read = database.prepare(
    'select seq, received, version, words, body from block where seq > ? order by seq limit ?',
  )
  const sizes = database.prepare('select seq, reports from block where seq > ? order by seq limit ?')
  const drop = database.prepare(
    `delete from block where seq in (select seq from block where received < ? and seq <= ? order by seq limit ?)
     returning reports`,
  )
  const growth = waiters()
  let queue: Waiting[] = []
  let blocks: Pending[] = []
  let open: BlockWriter | undefined
  let flushing = false
  let last = (
    database
      .prepare("select coalesce(max(seq), 0) as seq from sqlite_sequence where name = 'block'")
      .get() as {
      seq: number
    }
  ).seq
  let people: RecentPeople | undefined = rebuilt()

  /** The people of the blocks that are young enough for one of them to come again. */
  function rebuilt(): RecentPeople {
    const index = recentPeople(most, span)
    const since = clock.now() - span
    index.age(clock.now())
    const newest = database.prepare(
      'select seq, sum(reports) over (order by seq desc) as sum from block where received >= ? order by seq desc',
    )
    let from = last
    for (const row of newest.iterate(since) as Iterable<{ seq: number; sum: number }>) {
      if (row.sum > 2 * most) break
      from = row.seq - 1
    }
    const bodies = database.prepare('select body from block where seq > ? order by seq')
    for (const { body } of bodies.iterate(from) as Iterable<{ body: Uint8Array }>) {
      peopleOf(body, (high, low) => index.add(high, low))
    }
    return index
  }

  /** Writes reports into the last block that is open. @returns how many were not there yet */
  function write(reports: readonly KeptReport[]): number {
    people ??= rebuilt()
    let written = 0
    for (const report of reports) {
      if (open === undefined || open.full) {
        open = writeBlock(clock.now(), blockSize)
        blocks.push(open)
      }
      if (open.add(report, people.add)) written++
    }
    return written
  }

  /** Resolves with `result` once all that was appended so far is on the disk. */
  function written(result: Appended): Promise<Appended> {
    const done = Promise.withResolvers<Appended>()
    queue.push({ result, done })
    if (!flushing) void flush()
    return done.promise
  }

  /** Commits what waits until nothing does; what comes meanwhile shares the next commit. */
  async function flush(): Promise<void> {
    flushing = true
    while (queue.length > 0) {
      await endOfTurn()
      await writer.ready()
      const [waiting, rows] = [queue, rowsOf(blocks)]
      queue = []
      blocks = []
      open = undefined
      try {
        if (rows.length > 0) last = await writer.commit(rows)
        people?.age(clock.now())
        for (const { result, done } of waiting) done.resolve(result)
        growth.wake()
      } catch (error) {
        // The index holds people now who are not on the disk, and what came meanwhile was held against it.
        for (const { done } of [...waiting, ...queue]) done.reject(error)
        queue = []
        blocks = []
        open = undefined
        people = undefined
      }
    }
    flushing = false
  }

  return {
    async append(reports) {
      const appended = write(reports)
      return await written({ appended, duplicates: reports.length - appended })
    },
    async appendBlock(block) {
      people ??= rebuilt()
      let all = 0
      const index = people
      const { block: fresh, count } = filterBlock(block, (high, low) => {
        all++
        return index.add(high, low)
      })
      blocks.push({ count, finish: () => fresh })
      return await written({ appended: count, duplicates: all - count })
    },
    async after(seq, limit) {
      let left = limit
      let blocks = 0
      for (const { reports } of sizes.iterate(seq, limit) as Iterable<{ reports: number }>) {
        if (left <= 0) break
        left -= reports
        blocks++
      }
      const rows = read.all(seq, blocks) as unknown as Row[]
      return rows.map(row => ({ seq: row.seq, reports: reportsOf(row) }))
    },
    async lastSeq() {
      return last
    },
    async grown(seq, signal) {
      while (last <= seq && !signal.aborted) await growth.wait(signal)
    },
    async forget(before, counted) {
      let dropped = 0
      while (true) {
        const rows = drop.all(before, counted, chunk) as { reports: number }[]
        for (const { reports } of rows) dropped += reports
        if (rows.length < chunk) return { dropped }
        await endOfTurn()
      }
    },
    async [Symbol.asyncDispose]() {
      // What was appended of late is still on its way to the disk.
      while (flushing) await endOfTurn()
      await writer[Symbol.asyncDispose]()
      database.close()
    },
  }
}

function reportsOf({ seq, received, version, words, body }: Row): KeptReport[] {
  if (version !== blockVersion) {
    throw new Error(`block ${seq} has version ${version}; this reader knows ${blockVersion}`)
  }
  return readBlock({ time: received, words: JSON.parse(words) as string[], body })
}

function rowsOf(blocks: readonly Pending[]): ReportRow[] {
  return blocks
    .filter(({ count }) => count > 0)
    .map(({ count, finish }) => {
      const { time, words, body } = finish()
      return { time, count, words: JSON.stringify(words), body }
    })
}
