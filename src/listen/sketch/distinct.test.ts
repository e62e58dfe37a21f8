import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createDistinct, distinctError } from './distinct.ts'

/** What is estimated of `size` different things, numbered on: no hash of theirs needs to be even. */
function estimateOf(size: number, seed: number): number {
  const distinct = createDistinct()
  for (let n = 0; n < size; n++) distinct.add(seed, n)
  return distinct.estimate()
}

describe('how many different things there were', () => {
  it('is exact for few, however often they come again', () => {
    const distinct = createDistinct()
    for (let n = 0; n < 5_000; n++) distinct.add(n % 5, n % 500)
    assert.equal(distinct.estimate(), 500)
    assert.equal(createDistinct().estimate(), 0)
  })

  it('is off by no more than the stated error of many, and by no bias', () => {
    for (const size of [600, 2_000, 10_000, 50_000, 200_000]) {
      const errors = Array.from({ length: 60 }, (_, seed) => estimateOf(size, seed) / size - 1)
      const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length
      const deviation = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length)
      // Of sixty runs a deviation is itself known to about a tenth.
      assert.ok(deviation < 1.3 * distinctError, `${size}: ${deviation} against ${distinctError}`)
      assert.ok(Math.abs(mean) < 0.5 * distinctError, `${size}: ${mean}`)
    }
  })

  it('is the same in whatever order they come', () => {
    const things = Array.from({ length: 20_000 }, (_, n) => [n % 7, n])
    const one = createDistinct()
    const other = createDistinct()
    for (const [high = 0, low = 0] of things) one.add(high, low)
    for (const [high = 0, low = 0] of [...things, ...things].reverse()) other.add(high, low)
    assert.equal(one.estimate(), other.estimate())
  })
})
