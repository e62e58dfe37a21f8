import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { seededRandom } from '../../base/random.ts'
import { createDistinct, distinctError } from './distinct.ts'

/** What is estimated of `size` different things. */
function estimateOf(size: number, seed: number): number {
  const random = seededRandom(seed)
  const distinct = createDistinct()
  for (let n = 0; n < size; n++) distinct.add(random() * 2 ** 32, random() * 2 ** 32)
  return distinct.estimate()
}

describe('how many different things there were', () => {
  it('is exact for few, however often they come again', () => {
    const distinct = createDistinct()
    for (let n = 0; n < 5_000; n++) distinct.add(n % 500, (n % 500) * 7_919)
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
    const things = Array.from({ length: 20_000 }, (_, n) => [
      Math.imul(n, 0x9e3779b9),
      Math.imul(n, 0x85ebca6b),
    ])
    const one = createDistinct()
    const other = createDistinct()
    for (const [high = 0, low = 0] of things) one.add(high, low)
    for (const [high = 0, low = 0] of [...things, ...things].reverse()) other.add(high, low)
    assert.equal(one.estimate(), other.estimate())
  })
})
