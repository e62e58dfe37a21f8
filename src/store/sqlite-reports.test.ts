import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import { systemClock } from '../base/clock.ts'
import { reportLogConformance } from './reports-conformance.ts'
import { openSqliteReports } from './sqlite-reports.ts'

const root = mkdtempSync(join(tmpdir(), 'prahari-reports-'))
after(() => rmSync(root, { recursive: true }))
let folders = 0
const newFolder = () => join(root, String(folders++))

const remembered = 5_000
reportLogConformance(
  'sqlite',
  now => {
    const folder = newFolder()
    return () => openSqliteReports(folder, { clock: { ...systemClock, now }, remembered })
  },
  remembered,
)

test('no day’s key is left in the files once the day is over', async () => {
  const folder = newFolder()
  const day = 86_400_000
  const keys: string[] = []
  await using log = await openSqliteReports(folder, { clock: systemClock })
  for (let n = 0; n < 3; n++) keys.push(await log.keyFor(n * day))
  const written = ['reports.sqlite', 'reports.sqlite-wal'].map(name =>
    readFileSync(join(folder, name), 'latin1'),
  )
  const [first = '', second = '', last = ''] = keys
  assert.ok(!written.join('').includes(first) && !written.join('').includes(second))
  assert.ok(written.join('').includes(last))
})

test('a commit that fails acknowledges nothing, and what is sent again is kept then', async () => {
  const folder = newFolder()
  await using log = await openSqliteReports(folder, { clock: systemClock })
  using other = new DatabaseSync(join(folder, 'reports.sqlite'))
  const report = {
    ...{ at: Date.now(), person: 1n, network: 1, service: 'a', components: [] },
    problem: 'other',
  } as const
  other.exec('alter table block rename to gone')
  await assert.rejects(log.append([report]), /block/)
  await assert.rejects(log.append([report]), /block/)
  other.exec('alter table gone rename to block')
  assert.deepEqual(await log.append([report]), { appended: 1, duplicates: 0 })
})

test('kill -9 at any moment loses no report that was acknowledged, and doubles none', async () => {
  const folder = newFolder()
  const acknowledged: string[] = []
  for (let round = 0; round < 4; round++) {
    const writer = spawn(
      process.execPath,
      ['--input-type=module', '-e', appendForEver, folder, String(round)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    createInterface({ input: writer.stdout }).on('line', line => {
      acknowledged.push(line)
      if (acknowledged.length >= (round + 1) * 300) writer.kill('SIGKILL')
    })
    await once(writer, 'close')
  }
  await using log = await openSqliteReports(folder, { clock: systemClock })
  const kept = (await log.after(0, 1_000_000)).flatMap(block => block.reports)
  const people = new Set(kept.map(({ person }) => String(person)))
  assert.equal(people.size, kept.length)
  assert.deepEqual(
    acknowledged.filter(person => !people.has(person)),
    [],
  )
})

/** Appends in batches, sends each batch a second time, and prints a person once it is acknowledged. */
const appendForEver = `
  const { openSqliteReports } = await import('${new URL('./sqlite-reports.ts', import.meta.url)}')
  const { systemClock } = await import('${new URL('../base/clock.ts', import.meta.url)}')
  const { writeSync } = await import('node:fs')
  const [folder, round] = process.argv.slice(1)
  const log = await openSqliteReports(folder, { clock: systemClock })
  for (let n = 0; ; n++) {
    const batch = [1, 2, 3].map(part => ({
      at: Date.now(),
      person: BigInt(round) * 1_000_000n + BigInt(n * 3 + part),
      network: n,
      service: 'facebook',
      components: ['website'],
      problem: 'slow',
    }))
    await Promise.all([log.append(batch), log.append(batch)])
    writeSync(1, batch.map(each => each.person + '\\n').join(''))
  }
`
