import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '../base/clock.ts'
import { silentLog } from '../base/log.ts'
import type { Tick } from '../model/evidence.ts'
import { batchInto } from './batch.ts'
import { openStore } from './wire.ts'

const tick = (n: number): Tick => ({ kind: 'tick', id: `t-${n}`, at: n })

it('what is added is kept soon, in its order, and at once when flushed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'prahari-batch-'))
  await using stack = new AsyncDisposableStack()
  stack.defer(() => rm(folder, { recursive: true }))
  const { evidence } = stack.use(await openStore(folder))
  const batch = batchInto(evidence, systemClock, silentLog)
  const ids = async () => (await evidence.after(0, 10)).map(({ evidence: { id } }) => id)

  batch.add(tick(1))
  batch.add(tick(2))
  assert.deepEqual(await ids(), [])
  await sleep(400)
  assert.deepEqual(await ids(), ['t-1', 't-2'])

  batch.add(tick(3))
  await batch.flush()
  assert.deepEqual(await ids(), ['t-1', 't-2', 't-3'])
})
