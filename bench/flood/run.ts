import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { type Totals, totalsOf } from '../../src/listen/reports/totals.ts'
import { addToken } from '../../src/main/tokens-file.ts'
import type { ReportCounts } from '../../src/model/heard.ts'
import type { Incident } from '../../src/model/incident.ts'
import type { Voice } from '../../src/model/voice.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { cpuOf, residentOf } from '../measure.ts'
import { served } from '../own-node.ts'
import { catalogue } from './catalogue.ts'
import type { FastTime } from './fast-clock.ts'
import { begins, ends } from './night.ts'
import { type Found, floodPage, floodText } from './page.ts'
import type { Ledger, SenderOptions } from './sender.ts'
import { liveThrough } from './weeks.ts'

/**
 * The flood of the night through the real intake, `--speed` times as fast: `npm run flood -- --total 10000000`.
 * `--in` names the folder that the data are kept below: on a busy disk each acknowledgement waits for the others.
 * Writes docs/flood.md unless `--no-page`. The exit status is 1 where a report that was acknowledged is not counted, or the first sign comes late.
 */
const { values } = parseArgs({
  options: {
    total: { type: 'string', default: '10000000' },
    speed: { type: 'string', default: '60' },
    gateways: { type: 'string', default: '16' },
    single: { type: 'string', default: '0.02' },
    weeks: { type: 'string', default: '3' },
    until: { type: 'string' },
    in: { type: 'string', default: tmpdir() },
    'no-page': { type: 'boolean', default: false },
  },
})
const minute = 60_000
const speed = Number(values.speed)
/** Some time before, in which it is as on any day, and some after. */
const opens = begins - 20 * minute
const closes = values.until === undefined ? ends + 10 * minute : begins + Number(values.until) * minute

await using stack = new AsyncDisposableStack()
const folder = await mkdtemp(join(values.in, 'prahari-flood-'))
stack.defer(() => rm(folder, { recursive: true }))
process.stderr.write(`the ${values.weeks} weeks before are learnt\n`)
await liveThrough(folder, catalogue, Number(values.weeks), opens)
const tokens: string[] = []
for (let n = 0; n < Number(values.gateways); n++)
  tokens.push(await addToken(folder, 'gateways', `gateway-${n}`))

// A second and a half for the processes to start in.
const time: FastTime = { at: Date.now() + 1500, says: opens, speed }
const observatory = start('observatory.ts', [folder, JSON.stringify(time)], served())
stack.defer(() => void observatory.kill('SIGKILL'))
const lines = createInterface({ input: observatory.stdout ?? process.stdin })
const [url] = (await once(lines, 'line')) as [string]
const sender: SenderOptions = {
  url,
  time,
  until: closes,
  total: Number(values.total),
  tokens,
  single: Number(values.single),
  pressAgain: 0.1,
}
const began = performance.now()
const sending = start('sender.ts', [JSON.stringify(sender)])
stack.defer(() => void sending.kill('SIGKILL'))
const memory = watchMemory(observatory)
let text = ''
sending.stdout?.setEncoding('utf8').on('data', chunk => {
  text += chunk
})
await once(sending, 'close')
const seconds = (performance.now() - began) / 1000
const ledger = JSON.parse(text) as Ledger
// What came last is counted within ten of its seconds.
await new Promise(resolve => setTimeout(resolve, (30_000 / speed) * 2))
const used = memory.stop()
observatory.kill('SIGTERM')
await once(observatory, 'close')
const found = await findings(ledger, seconds, used)
process.stdout.write(floodText(found))
if (!values['no-page'])
  await writeFile(join(import.meta.dirname, '../../docs/flood.md'), floodPage(found, new Date()))
process.exitCode = found.lost === 0 && found.firstSign !== undefined && found.firstSign <= minute ? 0 : 1

function start(
  script: string,
  args: readonly string[],
  settings: ReturnType<typeof served> = { flags: [], env: {} },
) {
  return spawn(process.execPath, [...settings.flags, join(import.meta.dirname, script), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...settings.env },
  })
}

/** Looks each second at what a process holds; at the end also what it used of the processor. */
function watchMemory({ pid = 0 }: ChildProcess): { stop: () => Found['used'] } {
  const resident: number[] = []
  let cpu = 0
  const timer = setInterval(() => {
    resident.push(residentOf(pid))
    cpu = cpuOf(pid)
    if (resident.length % 30 === 0)
      process.stderr.write(`${resident.length} s: ${Math.round((resident.at(-1) ?? 0) / 2 ** 20)} MiB\n`)
  }, 1000)
  return {
    stop() {
      clearInterval(timer)
      return {
        most: Math.max(...resident),
        last: resident.at(-1) ?? 0,
        first: resident[0] ?? 0,
        cpu: cpu / 1000,
      }
    },
  }
}

async function findings(ledger: Ledger, seconds: number, used: Found['used']): Promise<Found> {
  await using store = await openSqlite(folder)
  const heard = await store.evidence.heardSince('report_counts', 0)
  const windows = heard.flatMap(({ evidence }) => (evidence.kind === 'report_counts' ? [evidence] : []))
  const told = (await store.judgements.after(0, 1_000_000)).map(({ judgement }) => judgement)
  const voices = told.filter((each): each is Voice => each.kind === 'voice')
  const incidents = told.filter((each): each is Incident => each.kind === 'incident')
  const totals: Totals = totalsOf(windows)
  const taken = totals.services.reduce((sum, each) => sum + each.taken - (each.held['refused'] ?? 0), 0)
  const first = voices.find(({ service, state }) => service === 'facebook' && state === 'raised')
  return {
    ledger,
    seconds,
    speed,
    used,
    totals,
    lost: ledger.taken - taken,
    errors: errorsOf(windows),
    voices,
    incidents: new Set(incidents.map(({ id }) => id)).size,
    begins,
    ...(first === undefined ? {} : { firstSign: first.decided - begins }),
    longestWindow: Math.max(...windows.slice(1).map(({ from }, n) => from - (windows[n]?.to ?? from))),
  }
}

/** How far the estimate of different people was off at the end of each quarter hour in which there were many. */
function errorsOf(windows: readonly ReportCounts[]): number[] {
  const quarters = new Map<string, { counted: number; estimate: number }>()
  for (const { from, services } of windows) {
    for (const [service, { counted, reporters }] of Object.entries(services)) {
      const key = `${service} ${Math.floor(from / (15 * minute))}`
      const known = quarters.get(key)?.counted ?? 0
      quarters.set(key, { counted: known + counted, estimate: reporters })
    }
  }
  return [...quarters.values()]
    .filter(({ counted }) => counted > 1000)
    .map(({ counted, estimate }) => estimate / counted - 1)
}
