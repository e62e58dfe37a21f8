import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { systemClock } from '../base/clock.ts'
import { silentLog } from '../base/log.ts'
import type { Evidence } from '../model/evidence.ts'
import { openSqlite } from '../store/sqlite.ts'
import type { Store } from '../store/store.ts'
import type { Judge } from './fold.ts'
import { judge } from './judge.ts'
import { SnapshotVersionError } from './state.ts'

const root = mkdtempSync(join(tmpdir(), 'prahari-judge-'))
after(() => rmSync(root, { recursive: true }))

/** A fold that concludes something of every third record, and remembers how many it has seen. */
function counting(version = 1): (snapshot?: string) => Judge {
  return snapshot => {
    const state = snapshot === undefined ? { version, seen: 0 } : JSON.parse(snapshot)
    if (state.version !== version) throw new SnapshotVersionError(`version ${state.version}`)
    return {
      apply(record) {
        state.seen++
        if (state.seen % 3 !== 0) return []
        const id = `${record.seq}:${state.seen}`
        return [{ kind: 'vantage', id, vantagePoint: 'here', state: 'sound', since: state.seen }]
      },
      fates: () => [],
      usuals: () => [],
      snapshot: () => JSON.stringify(state),
    }
  }
}

const ticks = (from: number, to: number): Evidence[] =>
  Array.from({ length: to - from }, (_, n) => ({ kind: 'tick', id: `t${from + n}`, at: from + n }))

async function judged(
  store: Store,
  until: (told: string[]) => boolean,
  options: {
    createJudge?: (snapshot?: string) => Judge
    snapshotEvery?: { records: number; ms: number }
  } = {},
): Promise<string[]> {
  const stop = new AbortController()
  const given = { store, clock: systemClock, log: silentLog, signal: stop.signal }
  const loop = judge({ createJudge: counting(), ...given, ...options })
  const told = async () => (await store.judgements.after(0, 10_000)).map(each => each.judgement.id)
  while (!until(await told())) await systemClock.sleep(2)
  stop.abort()
  await loop
  return told()
}

const expected = (to: number) =>
  Array.from({ length: Math.floor(to / 3) }, (_, n) => `${3 * (n + 1)}:${3 * (n + 1)}`)

test('stopped and started again in the middle, the loop concludes what it would have without a stop', async () => {
  await using store = await openSqlite(join(root, 'a'))
  await store.evidence.append(ticks(0, 700), 1)
  await judged(store, told => told.length >= 100)
  await store.evidence.append(ticks(700, 1000), 2)
  assert.deepEqual(await judged(store, told => told.length >= 333), expected(1000))
  assert.equal((await store.judgements.snapshot())?.seq, 1000)
})

test('a loop that lost its last snapshot judges again and tells nothing twice', async () => {
  await using store = await openSqlite(join(root, 'b'))
  await store.evidence.append(ticks(0, 10), 1)
  const mind = counting()()
  const records = await store.evidence.after(0, 10)
  const judgements = records.flatMap(record => mind.apply(record))
  await store.judgements.commit({ seq: 10, judgements })
  await store.evidence.append(ticks(10, 30), 2)
  assert.deepEqual(await judged(store, told => told.length >= 10), expected(30))
})

test('a snapshot of another judge version is put aside and the record judged from its beginning', async () => {
  await using store = await openSqlite(join(root, 'c'))
  await store.evidence.append(ticks(0, 9), 1)
  await store.judgements.commit({ seq: 9, judgements: [], snapshot: '{"version":0,"seen":9}' })
  assert.deepEqual(await judged(store, told => told.length >= 3), expected(9))
})
