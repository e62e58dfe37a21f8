import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededRandom } from '../src/base/random.ts'
import { policy } from '../src/listen/policy.ts'
import { createCounter } from '../src/listen/reports/count.ts'
import type { ReportCounts } from '../src/model/heard.ts'
import type { KeptReport } from '../src/model/report.ts'
import { openSqliteReports } from '../src/store/sqlite-reports.ts'
import { crowd } from './flood/people.ts'
import { isMain, median, ownCpu, print } from './measure.ts'
import type { Result } from './result.ts'

const start = Date.UTC(2021, 9, 4, 15, 40)
const { windowMs, chunk } = policy.reports
/** As many as the worst minute of the night has, ten windows of it. */
const perWindow = 20_000
const windows = 50

function flood(): KeptReport[][] {
  const random = seededRandom(4)
  const draw = crowd(random)
  return Array.from({ length: windows }, (_, n) =>
    Array.from({ length: perWindow }, () => draw('facebook', start + n * windowMs)),
  )
}

/** @returns the last window's counts, so that nothing of it is left out */
function countAll(reports: readonly (readonly KeptReport[])[]): ReportCounts | undefined {
  const counter = createCounter()
  let last: ReportCounts | undefined
  for (const [n, each] of reports.entries()) {
    counter.open(start + n * windowMs)
    counter.take(each)
    last = counter.close(start + (n + 1) * windowMs, n + 1, new Map())
  }
  return last
}

/** The same from the log on the disk, as the loop reads it. */
async function benchLog(reports: readonly (readonly KeptReport[])[]): Promise<number> {
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'prahari-count-'))
  stack.defer(() => rm(folder, { recursive: true }))
  const clock = { now: () => start, monotonic: () => performance.now(), sleep: async () => {} }
  const log = stack.use(await openSqliteReports(folder, { clock }))
  for (const each of reports) await log.append(each)
  const counter = createCounter()
  counter.open(start)
  const began = ownCpu()
  for (let seq = 0; ; ) {
    const blocks = await log.after(seq, chunk)
    for (const block of blocks) counter.take(block.reports)
    const last = blocks.at(-1)
    if (last === undefined) break
    seq = last.seq
  }
  counter.close(start + windowMs, 1, new Map())
  return (windows * perWindow) / ((ownCpu() - began) / 1000)
}

/** How many reports a second are counted on one core. */
export async function benchCount(runs = 5): Promise<Result[]> {
  const reports = flood()
  countAll(reports)
  const rates = Array.from({ length: runs }, () => {
    const began = ownCpu()
    countAll(reports)
    return (windows * perWindow) / ((ownCpu() - began) / 1000)
  })
  const what = `${windows * perWindow} reports of one service as on the night, ${windows} windows`
  return [
    {
      what: 'counting: reports a second on one core',
      measured: median(rates),
      unit: '/s',
      goal: { atLeast: 500_000 },
      note: `${what}; shares, estimates and all; median of ${runs} runs, by the CPU time of the whole process`,
    },
    {
      what: 'counting: reports a second on one core, read from the log',
      measured: await benchLog(reports),
      unit: '/s',
      goal: { atLeast: 300_000 },
      note: `${what}; from reports.sqlite, block by block, as the loop does`,
    },
  ]
}

if (isMain(import.meta.url)) print(await benchCount())
