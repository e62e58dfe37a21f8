import assert from 'node:assert/strict'
import { it } from 'node:test'
import { judgePart } from './part.ts'
import { servicesOf } from './plan.ts'

const options = { services: 12, days: 2, every: 60_000, loss: 0.05, seed: 3, outages: 200 }

it('two days with 5 % loss have no false incident, and each true outage is told within two rounds', () => {
  const part = judgePart(servicesOf(options), options, () => {})
  assert.ok(part.observations > 100_000)
  assert.ok(part.everywhere > 5, `${part.everywhere} outages`)
  assert.equal(part.falseIncidents, 0)
  assert.equal(part.detected, part.everywhere)
  assert.ok(Math.max(...part.delays) <= 2, String(Math.max(...part.delays)))
  assert.equal(part.falseReturns, 0)
})

it('the same seed gives the same year', () => {
  const small = { ...options, services: 2 }
  const [one, other] = [1, 2].map(() => judgePart(servicesOf(small), small, () => {}))
  assert.deepEqual(one, other)
})
