import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '../base/clock.ts'
import { failureOf } from '../net/failure.ts'
import { watchTimeLimits } from './time-limit.ts'

describe('a time limit', () => {
  const never = new AbortController().signal

  it('aborts its signal when the time is up, as a timeout, and no sooner', async () => {
    const limit = watchTimeLimits(systemClock)(60, never)
    await sleep(20)
    assert.equal(limit.signal.aborted, false)
    await sleep(140)
    assert.equal(failureOf(limit.signal.reason), 'generic_timeout_error')
  })

  it('passes on a stop, as an interruption', async () => {
    const stop = new AbortController()
    const limit = watchTimeLimits(systemClock)(10_000, stop.signal)
    stop.abort()
    await sleep(150)
    assert.equal(failureOf(limit.signal.reason), 'interrupted')
  })

  it('is over before it began where the observer has stopped already', () => {
    assert.equal(watchTimeLimits(systemClock)(1000, AbortSignal.abort()).signal.aborted, true)
  })

  it('does nothing any more once it is lifted', async () => {
    const limit = watchTimeLimits(systemClock)(20, never)
    limit.lift()
    await sleep(120)
    assert.equal(limit.signal.aborted, false)
  })
})
