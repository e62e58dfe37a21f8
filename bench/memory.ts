import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Observation } from '../src/model/observation.ts'
import { openSqliteRecord } from '../src/store/sqlite.ts'
import { isMain, median, print, residentOf } from './measure.ts'
import type { Result } from './result.ts'
import { startTargets, type Targets } from './targets.ts'

const every = 20
const minutes = 2
const megabyte = 1_000_000

/** Resident memory of a real `prahari serve` with 1,000 targets, and how soon it has looked at each. */
export async function benchMemory(): Promise<Result[]> {
  await using stack = new AsyncDisposableStack()
  const targets = stack.adopt(await startTargets({ dnsPort: 53, moreAddresses: 100 }), started =>
    started.stop(),
  )
  const { folder } = targets.place
  const looks = looksAt(targets)
  await writeCatalogue(join(folder, 'catalogue'), looks, targets)
  const data = join(folder, 'serve')
  const { child, pid } = await startServe(data, folder, targets)
  stack.defer(() => stop(child))
  const resident: number[] = []
  const ends = performance.now() + minutes * 60_000
  while (performance.now() < ends) {
    await sleep(1000)
    resident.push(residentOf(pid) / megabyte)
  }
  const { seconds, failed, observations } = await firstRound(data, looks.length)
  const lastMinute = resident.slice(-60)
  const load = `${looks.length} targets (dns, tcp, http, https) at ${every} s, ${observations} looks in ${minutes} minutes, ${failed} of them failed`
  return [
    {
      what: 'memory: resident, `prahari serve` with 1,000 targets, highest of all',
      measured: Math.max(...resident),
      unit: 'MB',
      goal: { atMost: 150 },
      note: `each second from its start; ${load}`,
    },
    {
      what: 'memory: the same, median of the last minute',
      measured: median(lastMinute),
      unit: 'MB',
      note: 'once it has settled',
    },
    {
      what: 'start: until each of 1,000 targets was looked at',
      measured: seconds,
      unit: 's',
      goal: { atMost: every },
      note: 'from the word of the vantage point in the record to the beginning of the last first look',
    },
  ]
}

type Look = Record<string, string>

function looksAt({ web, secure, more, webPort }: Targets): Look[] {
  const list = (count: number, look: (n: number) => Look) => Array.from({ length: count }, (_, n) => look(n))
  return [
    ...list(250, n => ({ dns: `w${n}.bench` })),
    ...list(400, n => ({ https: `http://${web}/page-${n}` })),
    ...list(250, n => ({ https: `https://${secure}/page-${n}` })),
    ...more.map(address => ({ tcp: `${address}:${webPort}` })),
  ]
}

/** A hundred services of five components of two looks, in files as users write them; JSON is YAML too. */
async function writeCatalogue(folder: string, looks: readonly Look[], { root, server, secure }: Targets) {
  await mkdir(folder)
  // Neighbours in the list are alike: a service takes every hundredth.
  for (let service = 0; service < 100; service++) {
    const own = looks.filter((_, n) => n % 100 === service)
    const components = [0, 1, 2, 3, 4].map(n => [
      `part-${n}`,
      { name: { en: `Part ${n}` }, look: own.slice(2 * n, 2 * n + 2) },
    ])
    const file = {
      service: `service-${service}`,
      name: { en: `Service ${service}` },
      operator: 'Bench',
      category: 'social',
      timezone: 'Etc/UTC',
      homepage: 'http://localhost/',
      every: `${every}s`,
      timeout: '5s',
      official: [],
      components: Object.fromEntries(components),
    }
    await writeFile(join(folder, `service-${service}.yaml`), JSON.stringify(file))
  }
  const controls = [root, server, secure].map(tcp => ({ tcp }))
  await writeFile(join(folder, 'controls.yaml'), JSON.stringify({ controls }))
}

async function startServe(data: string, folder: string, { root, server, authority }: Targets) {
  const flags = {
    data,
    port: '0',
    catalogue: join(folder, 'catalogue'),
    resolvers: server,
    'root-servers': root,
    'extra-ca': authority,
  }
  const program = join(import.meta.dirname, '../bin/prahari')
  const args = Object.entries(flags).map(([name, value]) => `--${name}=${value}`)
  const child = spawn(program, ['serve', ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const { pid } = child
  if (pid === undefined) throw new Error('serve did not start')
  const [line] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])
  if (!String(line).startsWith('prahari serve:')) throw new Error(`serve ended: ${line}`)
  return { child, pid }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

async function firstRound(data: string, expected: number) {
  await using record = openSqliteRecord(data)
  const first = new Map<string, number>()
  let began = 0
  let failed = 0
  let observations = 0
  for (let seq = 0; ; ) {
    const page = await record.after(seq, 1000)
    for (const { evidence } of page) {
      if (evidence.kind === 'vantage_point') began = evidence.at
      if (evidence.kind !== 'observation') continue
      observations++
      if (isFailed(evidence)) failed++
      if (!first.has(evidence.target)) first.set(evidence.target, evidence.at)
    }
    const last = page.at(-1)
    if (last === undefined) break
    seq = last.seq
  }
  if (first.size < expected) throw new Error(`${first.size} of ${expected} targets were looked at`)
  return { seconds: (Math.max(...first.values()) - began) / 1000, failed, observations }
}

function isFailed({ findings }: Observation): boolean {
  return findings.length > 0
}

if (isMain(import.meta.url)) print(await benchMemory())
