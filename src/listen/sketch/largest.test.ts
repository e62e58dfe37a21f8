import assert from 'node:assert/strict'
import { it } from 'node:test'
import { seededRandom } from '../../base/random.ts'
import { createLargest, largestError } from './largest.ts'

it('the share of the most frequent key is exact among few, and among many too low by less than it says', () => {
  const few = createLargest()
  assert.equal(few.share(), 0)
  for (const key of [1, 2, 1, 3]) few.add(key)
  assert.equal(few.share(), 0.5)

  const random = seededRandom(9)
  const many = createLargest()
  let own = 0
  for (let n = 0; n < 200_000; n++) {
    const isOwn = random() < 0.2
    if (isOwn) own++
    many.add(isOwn ? -5 : Math.floor(random() * 1e9))
  }
  const short = own / 200_000 - many.share()
  assert.ok(short >= 0 && short < largestError, `too low by ${short}`)
})
