import assert from 'node:assert/strict'
import { it } from 'node:test'
import { systemClock } from '../base/clock.ts'
import { silentLog } from '../base/log.ts'
import type { Evidence } from '../model/evidence.ts'
import { boundedInto } from './route-source.ts'

const change = (n: number): Evidence => ({
  kind: 'route',
  id: `r${n}`,
  at: n,
  collector: 'rrc',
  peer: '192.0.2.1',
  peerAs: 1,
  prefix: '198.51.100.0/24',
})

it('counts what the record cannot keep up with, and says so in the record when it can again', () => {
  const kept: Evidence[] = []
  let waiting = 0
  const batch = {
    add: (each: Evidence) => {
      kept.push(each)
      waiting++
    },
    get waiting() {
      return waiting
    },
  }
  const emit = boundedInto(batch, 'rrc', { clock: systemClock, newId: () => 'f1', log: silentLog }, 3)
  emit([change(1), change(2), change(3), change(4), change(5)])
  assert.equal(kept.length, 3)
  waiting = 0
  emit([change(6)])
  const [, , , health, last] = kept
  assert.ok(health?.kind === 'route_feed')
  assert.deepEqual([health.state, health.dropped], ['connected', 2])
  assert.equal(last?.id, 'r6')
})
