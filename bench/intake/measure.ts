import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { setPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { systemClock } from '../../src/base/clock.ts'
import { openSqliteReports } from '../../src/store/sqlite-reports.ts'
import { cpuOf, median, residentOf } from '../measure.ts'
import type { Result } from '../result.ts'
import { startNginx } from './nginx.ts'
import { quantile, readPage } from './page.ts'
import { shares } from './profile.ts'
import { readerFirst, usual } from './usual.ts'
import { type Load, wrk } from './wrk.ts'

/**
 * The intake as `prahari serve` runs it, with its shipped catalogue, judge and pages, under the load of wrk in a
 * process of its own. Meant for a network namespace that has nothing but loopback: `run.ts` makes one.
 */
const { values } = parseArgs({ options: { minutes: { type: 'string' }, profile: { type: 'boolean' } } })
const minutes = Number(values.minutes ?? 1)
const program = join(import.meta.dirname, '../../bin/prahari')
const megabyte = 1_000_000
const intakePort = 8090
const nginxPort = 8091
/** Connections that wrk holds open. */
const people = 64
const passers = 4

interface Serve {
  readonly child: ChildProcess
  readonly pid: number
}

async function measure(): Promise<Result[]> {
  execFileSync('ip', ['link', 'set', 'lo', 'up'])
  // Whoever reads the page sits elsewhere: they do not wait for a processor of this machine.
  setPriority(readerFirst)
  const folder = mkdtempSync(join(tmpdir(), 'prahari-bench-intake-'))
  try {
    const limit = await limitOf(folder)
    const single = await flooded(join(folder, 'single'), 'single.lua', people, 1, minutes * 60)
    const batch = await flooded(join(folder, 'batch'), 'batch.lua', passers, 1000, Math.min(60, minutes * 60))
    return [...rows(single, batch, limit), ...memoryRows(single)]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function limitOf(folder: string): Promise<Load> {
  const nginx = await startNginx(folder, nginxPort)
  try {
    return await wrk(`http://127.0.0.1:${nginxPort}`, 'single.lua', people, 10)
  } finally {
    await ended(nginx)
  }
}

interface Flooded {
  readonly load: Load
  /** Milliseconds that a page took meanwhile, sorted. */
  readonly pages: readonly number[]
  /** Megabytes, each second. */
  readonly resident: readonly number[]
  /** Reports in the log at the end, and CPU-microseconds for each. */
  readonly kept: number
  readonly cpu: number
  readonly seconds: number
  readonly shares: string
}

/** @param each reports a request */
async function flooded(
  folder: string,
  script: string,
  connections: number,
  each: number,
  seconds: number,
): Promise<Flooded> {
  const { child, pid } = await startServe(folder)
  const resident: number[] = []
  const watching = setInterval(() => resident.push(residentOf(pid) / megabyte), 1000)
  const stop = new AbortController()
  const reading = readPage(`http://127.0.0.1:${intakePort}/en/`, stop.signal)
  const cpu = cpuOf(pid)
  const load = await wrk(`http://127.0.0.1:${intakePort}`, script, connections, seconds)
  const used = cpuOf(pid) - cpu
  stop.abort()
  clearInterval(watching)
  const pages = await reading
  await ended(child)
  const kept = await keptIn(folder)
  if (load.failed > 0) throw new Error(`${load.failed} requests were not taken`)
  if (kept < load.perSecond * seconds * each * 0.99) throw new Error(`only ${kept} reports were kept`)
  const where = values.profile ? told(folder) : ''
  return { load, pages, resident, kept, cpu: (used * 1000) / kept, seconds, shares: where }
}

async function startServe(folder: string): Promise<Serve> {
  mkdirSync(folder)
  const quiet = ['--observe', 'false', '--statements', 'false']
  const args = ['serve', '--port', String(intakePort), '--data', folder, ...quiet]
  const profiling = values.profile ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}/profile` } : {}
  const child = spawn(...usual(program, args), {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...profiling },
  })
  const { pid } = child
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  if (pid === undefined || !line.startsWith('prahari serve:')) throw new Error(`serve ended: ${line}`)
  return { child, pid }
}

async function ended(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  await exit
}

async function keptIn(folder: string): Promise<number> {
  await using log = await openSqliteReports(folder, { clock: systemClock })
  let kept = 0
  for (let seq = 0; ; ) {
    const blocks = await log.after(seq, 50_000)
    const last = blocks.at(-1)
    if (last === undefined) return kept
    for (const { reports } of blocks) kept += reports.length
    seq = last.seq
  }
}

function told(folder: string): string {
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`
  const top = shares(join(folder, 'profile'), 12)
  return `; time: ${top.map(({ what, share }) => `${percent(share)} ${what}`).join(', ')}`
}

function rows(single: Flooded, batch: Flooded, limit: Load): Result[] {
  const requests = `${people} connections of wrk for ${single.seconds} s, each request another person behind a proxy`
  return [
    {
      what: 'intake: single reports a second, each on the disk when it is acknowledged',
      measured: single.load.perSecond,
      unit: '/s',
      goal: { atLeast: 20_000 },
      note: `${requests}; answers within ${single.load.p50.toFixed(1)} ms (half) and ${single.load.p99.toFixed(0)} ms (99 %), ${single.cpu.toFixed(0)} µs of CPU each, ${single.kept} kept${single.shares}`,
    },
    {
      what: 'intake: reports a second in batches of 1,000',
      measured: batch.load.perSecond * 1000,
      unit: '/s',
      goal: { atLeast: 200_000 },
      note: `${passers} connections for ${batch.seconds} s, each batch from another network; ${batch.cpu.toFixed(1)} µs of CPU each, ${batch.kept} kept${batch.shares}`,
    },
    {
      what: 'intake: single reports a second, share of what nginx answers by 204',
      measured: single.load.perSecond / limit.perSecond,
      unit: '×',
      note: `nginx with one worker, nothing read and nothing kept, by the same load in the same run: ${Math.round(limit.perSecond)} a second`,
    },
    ...[single, batch].map(({ pages, load }, n) => ({
      what: `intake: 99 % of the front page within, ${n === 0 ? 'in the flood of single reports' : 'in the flood of batches'}`,
      measured: quantile(pages, 0.99),
      unit: 'ms',
      goal: { atMost: 50 },
      note: `${pages.length} times, half within ${quantile(pages, 0.5).toFixed(1)} ms, at ${Math.round(load.perSecond)} requests a second`,
    })),
  ]
}

/** Whether memory is flat: what the second half needs more than the quarter before it. */
function memoryRows({ resident, seconds }: Flooded): Result[] {
  const quarter = Math.floor(resident.length / 4)
  const before = median(resident.slice(quarter, 2 * quarter))
  const after = median(resident.slice(3 * quarter))
  return [
    {
      what: 'intake: resident in the flood of single reports, highest of all',
      measured: Math.max(...resident),
      unit: 'MB',
      note: `each second of ${seconds}; median of the second quarter ${before.toFixed(0)} MB, of the last ${after.toFixed(0)} MB`,
    },
  ]
}

process.stdout.write(JSON.stringify(await measure()))
