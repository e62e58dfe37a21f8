import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Observation, Step } from '../model/observation.ts'
import { type Look, newLook, takeIn } from './look.ts'

function look(count: number, ms: number, steps: Step[], into: Look = newLook()): Look {
  for (let n = 0; n < count; n++) {
    const at = into.latest.at + 5000
    const observation: Observation = {
      kind: 'observation',
      id: `o${at}`,
      at,
      vantagePoint: 'kolkata',
      probe: 'https',
      target: 'https://x.com/',
      attempt: 0,
      ms,
      controls: { seen: 3, asked: 3 },
      steps,
      findings: [],
    }
    takeIn(into, observation, at)
  }
  return into
}

const step = (op: string, at: number, ms: number, failure?: 'dns_timeout_error'): Step => ({
  layer: op === 'resolve' ? 'dns' : 'tcp',
  op,
  at,
  ms,
  ...(failure === undefined ? {} : { failure }),
})
const usual = [step('resolve', 0, 5), step('connect', 5, 10)]

it('what waits for a resolver that does not answer makes no service slow', () => {
  const steps = [
    step('resolve', 0, 900, 'dns_timeout_error'),
    step('resolve', 900, 5),
    step('connect', 905, 10),
  ]
  assert.equal(look(8, 915, steps, look(20, 15, usual)).state, 'working')
})

it('nor does one that is silent while another answers at once', () => {
  const steps = [step('resolve', 0, 1800, 'dns_timeout_error'), step('resolve', 0, 5), step('ask', 0, 12)]
  assert.equal(look(8, 1800, steps, look(20, 15, usual)).state, 'working')
})

it('what takes long otherwise is slow', () => {
  assert.equal(
    look(8, 915, [step('resolve', 0, 5), step('connect', 5, 910)], look(20, 15, usual)).state,
    'slow',
  )
})
