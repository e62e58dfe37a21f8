import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from '../../base/clock.ts'
import { floodControl, floodPolicy } from './flood.ts'

const second = 1_000
let now = 0
const clock = { ...systemClock, monotonic: () => now }

test('a network is suspect past half of its budget, and refused past all of it; others are not', () => {
  const flood = floodControl(clock, { ...floodPolicy, networkPerMinute: 100 })
  assert.deepEqual(flood.fromNetwork(1, 50), { admitted: true, suspect: false })
  assert.deepEqual(flood.fromNetwork(1, 1), { admitted: true, suspect: true })
  assert.deepEqual(flood.fromNetwork(1, 50), { admitted: false, wait: 600 })
  assert.deepEqual(flood.fromNetwork(2, 1), { admitted: true, suspect: false })
})

test('a gateway has a budget of its own and is never suspect', () => {
  const flood = floodControl(clock, { ...floodPolicy, gatewayPerMinute: 100 })
  assert.deepEqual(flood.fromGateway('a', 100), { admitted: true, suspect: false })
  assert.equal(flood.fromGateway('a', 1).admitted, false)
})

test('far more from everywhere than usually makes all suspect while it lasts, a busy day does not', () => {
  const flood = floodControl(clock, { ...floodPolicy, surgeAtLeast: 1_000, usualOver: 60 * second })
  let network = 0
  const suspects = (perSecond: number, seconds: number) => {
    let count = 0
    for (let n = 0; n < perSecond * seconds; n++) {
      now += second / perSecond
      const admission = flood.fromNetwork(network++, 1)
      if (admission.admitted && admission.suspect) count++
    }
    return count / (perSecond * seconds)
  }
  assert.equal(suspects(50, 300), 0)
  assert.equal(suspects(500, 20), 0, 'ten times the usual')
  assert.ok(suspects(10_000, 10) > 0.3, 'far more')
  now += 60 * second
  assert.equal(suspects(50, 10), 0, 'it is over')
})
