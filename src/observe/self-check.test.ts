import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { systemClock } from '../base/clock.ts'
import { seededRandom } from '../base/random.ts'
import type { Target } from '../model/service.ts'
import { createSelfCheck } from './self-check.ts'

const control = (id: string): Target => ({ id, probe: 'tcp', spec: {}, every: 1000, timeout: 1000 })
const controls = ['a', 'b', 'c', 'd', 'e'].map(control)
const signal = new AbortController().signal
// Time passes only by sleeping, so that nothing here waits.
let now = 1000
const clock = {
  ...systemClock,
  now: () => now,
  sleep: async (ms: number) => {
    now += ms
  },
}

describe('the self-check', () => {
  const selfCheck = (sees: (id: string) => boolean, asked: string[] = []) =>
    createSelfCheck({
      controls: () => controls,
      sees: async ({ id }) => {
        asked.push(id)
        return sees(id)
      },
      clock,
      random: seededRandom(1),
    })

  it('asks three controls, and all of them before it calls itself blind', async () => {
    const few: string[] = []
    assert.deepEqual(await selfCheck(() => true, few).fresh(signal), { seen: 3, asked: 3 })
    assert.equal(few.length, 3)
    assert.deepEqual(await selfCheck(() => false).fresh(signal), { seen: 0, asked: 5 })
  })

  it('shares one check among all who wait, but none that began before they asked', async () => {
    const asked: string[] = []
    const check = selfCheck(() => true, asked)
    await Promise.all([check.fresh(signal), check.fresh(signal), check.fresh(signal)])
    assert.equal(asked.length, 6, 'the first one, and one more for the two that asked while it ran')
  })
})
