import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import { systemClock } from '../base/clock.ts'
import type { KeptReport } from '../model/report.ts'
import { openSqliteReports } from './sqlite-reports.ts'

const folder = mkdtempSync(join(tmpdir(), 'prahari-writer-'))
after(() => rmSync(folder, { recursive: true }))

/** A clock by which every commit takes a tenth of a second. */
let ticks = 0
const clock = { ...systemClock, monotonic: () => ticks++ * 100 }

test('where commits take long a thread makes them, in the same order and each person once', async () => {
  {
    await using log = await openSqliteReports(folder, { clock })
    for (let n = 1n; n <= 20n; n++) {
      const [first, again] = await Promise.all([
        log.append([report(n), report(n + 1n)]),
        log.append([report(n)]),
      ])
      assert.deepEqual(first, { appended: n === 1n ? 2 : 1, duplicates: n === 1n ? 0 : 1 })
      assert.deepEqual(again, { appended: 0, duplicates: 1 })
    }
    await broken(log.append([report(100n)]))
    assert.deepEqual(await log.append([report(100n), report(21n)]), { appended: 1, duplicates: 1 })
  }
  await using log = await openSqliteReports(folder, { clock })
  const people = (await log.after(0, 1_000)).flatMap(({ reports }) => reports).map(({ person }) => person)
  assert.deepEqual(people, [...Array.from({ length: 21 }, (_, n) => BigInt(n + 1)), 100n])
})

function report(person: bigint): KeptReport {
  return { at: 1, person, network: 1, service: 'a', components: [], problem: 'other' }
}

/** A commit that fails in the thread is none, and says so. */
async function broken(append: Promise<unknown>): Promise<void> {
  using other = new DatabaseSync(join(folder, 'reports.sqlite'))
  other.exec('alter table block rename to gone')
  await assert.rejects(append, /gone|block/)
  other.exec('alter table gone rename to block')
}
