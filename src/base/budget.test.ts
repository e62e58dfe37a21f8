import assert from 'node:assert/strict'
import { test } from 'node:test'
import { budgets } from './budget.ts'
import { systemClock } from './clock.ts'

let now = 0
const clock = { ...systemClock, monotonic: () => now }

test('each sender has a budget of its own that is refilled steadily', () => {
  const { spend, wait } = budgets<string>(clock, { perMinute: 60 })
  assert.equal(spend('a', 45), 0.25)
  assert.equal(spend('a', 16), -1)
  assert.equal(wait('a', 16), 1_000)
  assert.equal(spend('b', 60), 0)
  now += 1_000
  assert.equal(spend('a', 16), 0)
  assert.equal(spend('a', 1), -1, 'what is refused costs nothing, and what is spent is gone')
  now += 60_000
  assert.equal(spend('a', 60), 0)
})

test('a burst may be less than a minute brings', () => {
  const { spend } = budgets<string>(clock, { perMinute: 600, burst: 10 })
  assert.equal(spend('a', 10), 0)
  assert.equal(spend('a', 1), -1)
  now += 1_000
  assert.equal(spend('a', 10), 0)
})

test('more senders than are remembered push out the one silent for longest, and nobody else', () => {
  const { spend } = budgets<number>(clock, { perMinute: 10, most: 3 })
  for (const sender of [1, 2, 3]) spend(sender, 10)
  assert.equal(spend(2, 1), -1)
  spend(4, 10)
  assert.equal(spend(1, 10), 0, 'begins anew')
  assert.equal(spend(3, 1), -1)
  assert.equal(spend(4, 1), -1)
})
