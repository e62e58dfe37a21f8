import assert from 'node:assert/strict'
import { test } from 'node:test'
import { area, coarser, line, roundMax, runs } from './plot.ts'

test('an area stands on its ground and leaves out what is not known', () => {
  assert.equal(area([1, 1, 2, null, 4], 4, 8), 'M0 8V6H2V4H3V8zM4 8V0H5V8z')
  assert.equal(area([], 4, 8), '')
})

test('a line begins on its first value', () => {
  assert.equal(line([1, 2, null, 0], 4, 8), 'M0 6H1V4H2M3 8H4')
})

test('a scale ends on a round number that is not below the largest', () => {
  assert.deepEqual(
    [0, 0.3, 1, 1.1, 3, 7, 10, 4300, 5001].map(roundMax),
    [1, 1, 1, 2, 5, 10, 10, 5000, 10_000],
  )
})

test('stretches and sums know the unknown from nothing', () => {
  assert.deepEqual(
    runs([null, null, 0, null], value => value === null),
    [
      [0, 2],
      [3, 4],
    ],
  )
  assert.deepEqual(coarser([1, null, 2, null, null], 2), [1, 2, null])
})
