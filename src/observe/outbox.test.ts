import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { systemClock } from '../base/clock.ts'
import { lineLog, silentLog } from '../base/log.ts'
import type { Evidence } from '../model/evidence.ts'
import { createOutbox } from './outbox.ts'

const tick = (id: string): Evidence => ({ kind: 'tick', id, at: 1 })

describe('the outbox', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'prahari-outbox-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const until = async (done: () => boolean) => {
    for (let tries = 0; tries < 200 && !done(); tries++) await systemClock.sleep(20)
    assert.ok(done(), 'it never came to that')
  }

  it('keeps what was not acknowledged, also over a restart, and sends it in order', async () => {
    const away = new AbortController()
    const first = createOutbox({ folder, send: async () => false, clock: systemClock, log: silentLog })
    for (const id of ['a', 'b', 'c']) first.add(tick(id))
    const running = first.run(away.signal)
    await systemClock.sleep(400)
    first.add(tick('d'))
    away.abort()
    await running
    assert.equal((await readdir(folder)).length, 2)

    const got: string[] = []
    const there = new AbortController()
    const second = createOutbox({
      folder,
      send: async batch => {
        got.push(...batch.map(({ id }) => id))
        return true
      },
      clock: systemClock,
      log: silentLog,
    })
    const sending = second.run(there.signal)
    await until(() => got.length === 4)
    there.abort()
    await sending
    assert.deepEqual(got, ['a', 'b', 'c', 'd'])
    assert.deepEqual(await readdir(folder), [])
  })

  it('drops its oldest batches when the other side is away for too long, and says so', async () => {
    const lines: string[] = []
    const stop = new AbortController()
    const log = lineLog(systemClock, line => lines.push(line))
    const outbox = createOutbox({ folder, send: async () => false, clock: systemClock, log, most: 2 })
    for (let n = 0; n < 2000; n++) outbox.add(tick(`t-${n}`))
    const running = outbox.run(stop.signal)
    await until(() => lines.some(line => line.includes('oldest batches were dropped')))
    stop.abort()
    await running
    assert.equal((await readdir(folder)).length, 2)
  })

  it('never drops the batch that it is sending, nor another in its place', async () => {
    const got = new Set<string>()
    const stop = new AbortController()
    const slow = async (batch: Evidence[]) => {
      await systemClock.sleep(500)
      for (const { id } of batch) got.add(id)
      return true
    }
    const outbox = createOutbox({ folder, send: slow, clock: systemClock, log: silentLog, most: 2 })
    const running = outbox.run(stop.signal)
    for (let n = 0; n < 5; n++) {
      outbox.add(tick(`t-${n}`))
      await systemClock.sleep(250)
    }
    await until(() => got.has('t-0') && got.has('t-4'))
    stop.abort()
    await running
    assert.deepEqual(await readdir(folder), [])
  })

  it('stops with the error when it is refused for good', async () => {
    const refuse = async () => {
      throw new Error('no such vantage point')
    }
    const outbox = createOutbox({ folder, send: refuse, clock: systemClock, log: silentLog })
    outbox.add(tick('a'))
    await assert.rejects(outbox.run(new AbortController().signal), /no such vantage point/)
  })
})
