import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { seededRandom } from '../base/random.ts'
import { createCounter } from '../listen/reports/count.ts'
import type { ReportCounts } from '../model/heard.ts'
import type { KeptReport } from '../model/report.ts'
import { openSqlite } from '../store/sqlite.ts'
import { lengthOf } from './columns.ts'

const folder = mkdtempSync(join(tmpdir(), 'prahari-reports-'))
let store: Awaited<ReturnType<typeof openSqlite>>
before(async () => {
  store = await openSqlite(folder)
  const now = Date.now()
  await store.evidence.append([counts(now - 2 * 3_600_000)], now - 2 * 3_600_000)
  await store.evidence.append([counts(now - 10_000)], now)
})
after(async () => {
  await store[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

/** A thousand from everywhere, and as many from one network. */
function counts(from: number): ReportCounts {
  const random = seededRandom(1)
  const counter = createCounter()
  counter.open(from)
  const report = (network: number): KeptReport => ({
    service: random() < 0.9 ? 'facebook' : 'whatsapp',
    components: [random() < 0.7 ? 'messages' : 'photos'],
    problem: 'sending',
    place: 'kolkata',
    at: from,
    person: BigInt(Math.floor(random() * 2 ** 53)),
    network,
  })
  counter.take(Array.from({ length: 1000 }, () => report(Math.floor(2 ** 32 * random()))))
  counter.take(Array.from({ length: 1000 }, () => report(7)))
  return counter.close(from + 10_000, from, new Map([['facebook', 30]]))
}

function reports(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const words = [join(import.meta.dirname, 'prahari.ts'), 'reports', '--data', folder, ...args]
  return new Promise(resolve =>
    execFile(process.execPath, words, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    ),
  )
}

describe('prahari reports', () => {
  it('tells beside the running observatory what came, what counted and what was held back, in 80 columns', async () => {
    const { code, out, err } = await reports()
    assert.deepEqual([code, err], [0, ''])
    assert.match(out, /^Service +came +counted +held back +busiest quarter hour$/m)
    assert.match(out, /^facebook +3,\d\d\d +1,8\d\d +1,\d\d\d +9\d\d$/m)
    assert.match(out, /held back +1,\d\d\d more than one network may bring, 60 refused at the door/)
    assert.match(out, /components +messages \d\d%, photos \d\d%$/m)
    for (const line of out.split('\n')) assert.ok(lengthOf(line) <= 80, line)
  })

  it('speaks Bengali', async () => {
    const { out } = await reports('--languages', 'bn')
    assert.match(out, /আটকানো/)
    for (const line of out.split('\n')) assert.ok(lengthOf(line) <= 80, line)
  })

  it('gives the same for machines, a service a line, as far back as is asked for', async () => {
    const lines = (await reports('--json', '--hours', '1')).out.trimEnd().split('\n')
    const [facebook, whatsapp] = lines.map(line => JSON.parse(line))
    assert.deepEqual([facebook.service, whatsapp.service], ['facebook', 'whatsapp'])
    assert.equal(facebook.taken + whatsapp.taken, 2030)
    const { refused, network } = facebook.held
    assert.deepEqual([refused, facebook.counted + network + refused], [30, facebook.taken])
    assert.equal(facebook.listened, 10_000)
    assert.ok(facebook.error > 0 && facebook.error < 0.02)
  })

  it('says what is wrong with the hours, and that nobody listened', async () => {
    assert.match((await reports('--hours', 'x')).err, /bad-hours/)
    assert.match((await reports('--hours', '0.00001')).out, /Nobody listened/)
  })
})
