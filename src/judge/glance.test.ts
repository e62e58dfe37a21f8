import assert from 'node:assert/strict'
import { it } from 'node:test'
import { type Finding, finding } from '../model/finding.ts'
import type { Observation } from '../model/observation.ts'
import { glance } from './glance.ts'

const look = (target: string, ...findings: Finding[]): Observation => ({
  kind: 'observation',
  id: target,
  at: 1,
  vantagePoint: 'here',
  probe: 'https',
  target,
  attempt: 0,
  ms: 10,
  controls: { seen: 3, asked: 3 },
  steps: [{ layer: 'dns', op: 'resolve', at: 0, ms: 1 }],
  findings,
})

it('believes one look as it is, and names the lowest layer that fails', () => {
  const name = look('dns:a', finding('authoritative_unreachable', { answered: 0, asked: 4 }))
  const page = look('https:a', finding('resolver_servfail'))
  const { outcome, cause } = glance({ own: [page], foundations: [name] })
  assert.equal(outcome, 'failing')
  assert.deepEqual(
    cause?.chain.map(({ code }) => code),
    ['authoritative_unreachable', 'resolver_servfail'],
  )
  assert.deepEqual(glance({ own: [look('https:a')], foundations: [look('dns:a')] }), { outcome: 'working' })
})

it('does not take a refusal for a failure, nor for a success', () => {
  const refused = look('https:a', finding('prober_refused', { status: 403 }))
  assert.equal(glance({ own: [refused], foundations: [look('dns:a')] }).outcome, 'refused')
  assert.equal(glance({ own: [], foundations: [] }).outcome, 'unseen')
  const unable = look('icmp:a', finding('prober_unable', { tool: 'ping' }))
  assert.equal(glance({ own: [unable], foundations: [look('dns:a')] }).outcome, 'unseen')
})

it('lays a silence at the door of the routes where a looking glass sees none', () => {
  const page: Observation = {
    ...look('https:a', finding('connect_timeout')),
    seen: { addresses: ['192.0.2.1'] },
  }
  const view = {
    prefix: '192.0.2.0/24',
    visible: 0,
    peers: 3,
    withdrawn: true,
    at: 0,
    backAt: 0,
    origin: 0,
    covering: undefined,
  }
  const { cause } = glance({ own: [page], foundations: [], routes: { view: () => view, concerns: () => [] } })
  assert.deepEqual(
    cause?.chain.map(({ code }) => code),
    ['routes_withdrawn', 'connect_timeout'],
  )
})
