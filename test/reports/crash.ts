import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { systemClock } from '../../src/base/clock.ts'
import { seededRandom } from '../../src/base/random.ts'
import { hashToken } from '../../src/base/token.ts'
import { whoIs } from '../../src/listen/reports/who.ts'
import { openSqliteReports } from '../../src/store/sqlite-reports.ts'
import { flood, partsOf, reporterOf, type Sending } from './senders.ts'
import { smallCatalogue, startServing } from './serve.ts'

/** What was left after a flood in which the observatory was killed again and again. */
export interface Crashes {
  readonly kills: number
  readonly acknowledged: number
  readonly retries: number
  /** Acknowledged, and not on the disk. */
  readonly lost: number
  /** On the disk more than once. */
  readonly doubled: number
  /** Sent again after the quarter hour had turned or once a proof was asked for: another person by definition. */
  readonly crossed: number
}

const quarterHour = 900_000
const token = 'a token of the test'.replaceAll(' ', '-')

/**
 * Floods a real `prahari serve`, and kills it (SIGKILL) at random moments, starting it again each time.
 * @param wait milliseconds of flood at most before each kill
 */
export async function crash(kills: number, seed: number, wait = 1_500): Promise<Crashes> {
  const random = seededRandom(seed)
  const folder = mkdtempSync(join(tmpdir(), 'prahari-crash-'))
  try {
    prepare(folder)
    const at = Date.now()
    let serving = await startServing(folder)
    const senders = flood(serving.port, token, at, 32)
    for (let n = 0; n < kills; n++) {
      await sleep(100 + random() * wait)
      await serving.kill()
      serving = await startServing(folder, serving.port)
    }
    await sleep(500)
    await senders.finish()
    await serving.stop()
    const { acknowledged, retries } = senders
    return {
      kills,
      acknowledged: acknowledged.length,
      retries: retries(),
      ...(await held(folder, acknowledged, at)),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function prepare(folder: string): void {
  smallCatalogue(join(folder, 'catalogue'))
  mkdirSync(join(folder, 'data'))
  const tokens = { vantagePoints: [], gateways: [{ id: 'flood', sha256: hashToken(token) }] }
  writeFileSync(join(folder, 'data', 'vantage-points.json'), JSON.stringify(tokens))
}

/** Holds what was acknowledged against what is on the disk, by the hashes that the day's key gives. */
async function held(folder: string, acknowledged: readonly Sending[], from: number) {
  await using log = await openSqliteReports(join(folder, 'data'), { clock: systemClock })
  const key = await log.keyFor(Date.now())
  const hashes = whoIs()
  const kept = new Map<bigint, number>()
  for (let seq = 0; ; ) {
    const blocks = await log.after(seq, 100_000)
    for (const { reports } of blocks) {
      for (const { person } of reports) kept.set(person, (kept.get(person) ?? 0) + 1)
    }
    const last = blocks.at(-1)
    if (last === undefined) break
    seq = last.seq
  }
  const quarters = [Math.floor(from / quarterHour), Math.floor(Date.now() / quarterHour)]
  const times = acknowledged.map(sending => {
    const who = hashes({ key, sender: partsOf(sending), network: '', gateway: undefined })
    const names = new Set(
      quarters.flatMap(quarter =>
        ['', 'unproved'].map(apart => who.person(reporterOf(sending), 'chat', quarter, apart)),
      ),
    )
    return [...names].filter(name => kept.has(name)).length
  })
  return {
    lost: times.filter(count => count === 0).length,
    crossed: times.filter(count => count > 1).length,
    doubled: [...kept.values()].filter(count => count > 1).length,
  }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' } } })
  const { kills = '20', seed = '1' } = values
  const result = await crash(Number(kills), Number(seed))
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
  process.exitCode = result.lost + result.doubled === 0 ? 0 : 1
}
