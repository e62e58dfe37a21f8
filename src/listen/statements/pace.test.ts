import assert from 'node:assert/strict'
import { test } from 'node:test'
import { usualPace, waitMs } from './pace.ts'

test('a minute is usual, twenty seconds while the service is in trouble', () => {
  assert.equal(waitMs(usualPace, false, 0), 60_000)
  assert.equal(waitMs(usualPace, true, 0), 20_000)
})

test('the first failures are looked into quickly, further ones ever more slowly, up to five minutes', () => {
  const waits = [1, 2, 3, 4, 5, 6, 50].map(failures => waitMs(usualPace, false, failures) / 1000)
  assert.deepEqual(waits, [20, 20, 40, 80, 160, 300, 300])
})

test('a source that asks to be left alone is, also while its service is in trouble', () => {
  assert.equal(waitMs(usualPace, true, 1, 600_000), 600_000)
  assert.equal(waitMs(usualPace, false, 1, 5_000), 60_000)
})
