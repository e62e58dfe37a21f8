import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { seededRandom } from '../base/random.ts'
import type { Evidence } from '../model/evidence.ts'
import { finding } from '../model/finding.ts'
import type { Catalogue } from '../model/service.ts'
import { openSqlite } from '../store/sqlite.ts'
import { createJudge } from './fold.ts'

const folder = mkdtempSync(join(tmpdir(), 'prahari-crash-'))
after(() => rmSync(folder, { recursive: true }))

test('killed twenty times in the middle of an incident, the judge tells what one that never died tells', async () => {
  const records = night()
  {
    await using store = await openSqlite(folder)
    for (const { evidence, received } of records) await store.evidence.append([evidence], received)
  }
  const random = seededRandom(4)
  let deaths = 0
  for (let start = 0; start < 40 && deaths < 20; start++) {
    const commits = String(1 + Math.floor(random() * 2))
    const moment = random() < 0.5 ? 'before' : 'after'
    const args = ['--input-type=module', '-e', judgeAndDie, folder, commits, moment]
    const { status, signal, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    assert.ok(signal === 'SIGKILL' || status === 0, stderr)
    if (signal === 'SIGKILL') deaths++
  }
  assert.equal(deaths, 20)
  spawnSync(process.execPath, ['--input-type=module', '-e', judgeAndDie, folder, '100000', 'after'])
  await using store = await openSqlite(folder)
  const told = (await store.judgements.after(0, 10_000)).map(each => JSON.stringify(each.judgement))
  const mind = createJudge()
  const all = await store.evidence.after(0, 100_000)
  const straight = all.flatMap(record => mind.apply(record)).map(judgement => JSON.stringify(judgement))
  assert.ok(
    straight.some(text => text.includes('"state":"resolved"')),
    'the night has an end',
  )
  assert.deepEqual(told, straight)
})

/** Judges a few records at a time, keeps a snapshot often, and dies at the nth commit, before or after it. */
const judgeAndDie = `
  const at = path => new URL(path, '${import.meta.url}')
  const { openSqlite } = await import(at('../store/sqlite.ts'))
  const { judge } = await import(at('./judge.ts'))
  const { createJudge } = await import(at('./fold.ts'))
  const { systemClock } = await import(at('../base/clock.ts'))
  const { silentLog } = await import(at('../base/log.ts'))
  const [folder, commits, moment] = process.argv.slice(1)
  const store = await openSqlite(folder)
  const stop = new AbortController()
  const die = () => process.kill(process.pid, 'SIGKILL')
  let left = Number(commits)
  const dying = {
    evidence: {
      ...store.evidence,
      after: (seq, limit) => store.evidence.after(seq, Math.min(limit, 13)),
      grown: async () => stop.abort(),
    },
    judgements: {
      ...store.judgements,
      commit: async batch => {
        left--
        if (left === 0 && moment === 'before') die()
        await store.judgements.commit(batch)
        if (left === 0) die()
      },
    },
  }
  const snapshotEvery = { records: 100, ms: 3_600_000 }
  const given = { clock: systemClock, log: silentLog, signal: stop.signal }
  await judge({ store: dying, createJudge, snapshotEvery, ...given })
  await store[Symbol.asyncDispose]()
`

/** Three vantage points look at one shop every ten seconds; it is away from minute 5 to minute 15 of 30. */
function night(): { evidence: Evidence; received: number }[] {
  const target = 'tcp:shop.example:443'
  const catalogue: Catalogue = {
    services: [
      {
        id: 'shop',
        names: { en: 'Shop' },
        operator: 'Shop',
        timeZone: 'Asia/Kolkata',
        homepage: 'https://shop.example/',
        category: 'payments',
        official: [],
        components: [
          { id: 'web', names: { en: 'Web' }, role: 'app', needs: 'all', targets: [target], foundations: [] },
        ],
      },
    ],
    targets: [{ id: target, probe: 'tcp', spec: {}, every: 10_000, timeout: 5_000 }],
    controls: [],
  }
  const began = 1_633_361_400_000
  const records: { evidence: Evidence; received: number }[] = [
    { evidence: { kind: 'catalogue', id: 'c', at: began, catalogue }, received: began },
  ]
  for (let round = 0; round < 180; round++) {
    const away = round >= 30 && round < 90
    for (const [place, vantagePoint] of ['delhi', 'dhaka', 'kolkata'].entries()) {
      const at = began + round * 10_000 + place * 3_000
      const evidence: Evidence = {
        kind: 'observation',
        id: `${vantagePoint}-${round}`,
        at,
        vantagePoint,
        probe: 'tcp',
        target,
        attempt: 0,
        ms: 20,
        controls: { seen: 3, asked: 3 },
        steps: [
          { layer: 'tcp', op: 'connect', at: 0, ms: 20, ...(away && { failure: 'connection_refused' }) },
        ],
        findings: away ? [finding('connect_refused')] : [],
      }
      records.push({ evidence, received: at + 100 })
    }
  }
  return records
}
