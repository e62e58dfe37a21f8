import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { systemClock } from '../base/clock.ts'
import { idMaker } from '../base/id.ts'
import { seededRandom } from '../base/random.ts'
import { runTogether } from './lifecycle.ts'
import { keepTime } from './tick.ts'
import { openStore } from './wire.ts'

const root = mkdtempSync(join(tmpdir(), 'prahari-main-'))
after(() => rmSync(root, { recursive: true }))

const untilStopped = (done: () => void) => async (signal: AbortSignal) => {
  while (!signal.aborted) await systemClock.sleep(10_000, signal)
  done()
}

test('one loop that fails stops the others, which finish first', async () => {
  let finished = false
  const failing = async () => {
    throw new Error('disk full')
  }
  const other = untilStopped(() => {
    finished = true
  })
  await assert.rejects(runTogether([other, failing], new AbortController().signal), /disk full/)
  assert.equal(finished, true)
})

test('a tick is written only when the record is silent', async () => {
  await using store = await openStore(root)
  const stop = new AbortController()
  const newId = idMaker(systemClock, seededRandom(1))
  const { evidence } = store
  const loop = keepTime({ evidence, clock: systemClock, newId, every: 120, signal: stop.signal })
  for (let n = 0; n < 10; n++) {
    await evidence.append([{ kind: 'vantage_point', id: `p${n}`, at: 1, vantagePoint: { id: 'here' } }], 1)
    await systemClock.sleep(30)
  }
  const busy = (await evidence.after(0, 100)).filter(each => each.evidence.kind === 'tick').length
  await systemClock.sleep(500)
  stop.abort()
  await loop
  const all = (await evidence.after(0, 100)).filter(each => each.evidence.kind === 'tick').length
  assert.equal(busy, 0)
  assert.ok(all >= 2, `${all} ticks in half a second of silence`)
})
