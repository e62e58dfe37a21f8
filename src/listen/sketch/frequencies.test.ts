import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { seededRandom } from '../../base/random.ts'
import { createFrequencies } from './frequencies.ts'

describe('how often each key came', () => {
  it('is exact for few keys', () => {
    const frequencies = createFrequencies()
    for (let n = 0; n < 40_960; n++) frequencies.add(n % 4_096)
    assert.equal(frequencies.of(7), 10)
    assert.equal(frequencies.of(5_000), 0)
  })

  it('is never too low for many, and too high by less than the bound', () => {
    const random = seededRandom(4)
    const frequencies = createFrequencies()
    const exact = new Map<number, number>()
    const added = 400_000
    for (let n = 0; n < added; n++) {
      // Half of all comes from few, as it does behind carriers' address translation.
      const key = Math.floor(random() < 0.5 ? random() ** 3 * 200 : random() * 2 ** 31)
      exact.set(key, (exact.get(key) ?? 0) + 1)
      frequencies.add(key)
    }
    let worst = 0
    for (const [key, count] of exact) {
      assert.ok(frequencies.of(key) >= count)
      worst = Math.max(worst, frequencies.of(key) - count)
    }
    assert.ok(worst <= (Math.E / 16_384) * added, `too high by ${worst}`)
  })
})
