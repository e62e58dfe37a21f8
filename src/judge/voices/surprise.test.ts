import assert from 'node:assert/strict'
import { it } from 'node:test'
import { surprise } from './surprise.ts'

it('is nothing for as many as expected or fewer, and more for more', () => {
  assert.equal(surprise(20, 20, 0.3), 0)
  assert.equal(surprise(0, 20, 0.3), 0)
  assert.ok(surprise(40, 20, 0.3) > 0 && surprise(80, 20, 0.3) > surprise(40, 20, 0.3))
})

it('never makes what chance brings less likely than it is', () => {
  // With a spread of one it is a geometric distribution, whose tail is known: (m / (1 + m)) ^ x.
  for (const expected of [0.1, 1, 20, 500])
    for (const times of [2, 5, 20, 100]) {
      const people = Math.ceil(expected * times) + 1
      const tail = people * Math.log(expected / (1 + expected))
      assert.ok(-surprise(people, expected, 1) >= tail, `${people} of ${expected}`)
    }
})

it('is less where counts are unsteady', () => {
  assert.ok(surprise(100, 20, 1) < surprise(100, 20, 0.05) / 3)
})
