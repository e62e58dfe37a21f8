import assert from 'node:assert/strict'
import { it } from 'node:test'
import { catalogueOf } from '../../test/evidence/world.ts'
import type { Incident } from '../model/incident.ts'
import { closerLooks } from './closer.ts'

const catalogue = catalogueOf([
  { id: 'a', components: ['site', 'login'], nameServers: [], address: '192.0.2.1' },
  { id: 'b', components: ['site'], nameServers: [], address: '192.0.2.2' },
])

function incident(state: Incident['state'], component: `${string}/${string}`): Incident {
  const status = 'partial_outage'
  const times = { began: 1, spells: [{ began: 1 }], confidence: 0.9, lagging: false }
  const about = {
    id: component,
    version: 1,
    began: 1,
    detected: 1,
    updated: 1,
    shared: [],
    stages: [],
    timeline: [],
  }
  return {
    kind: 'incident',
    state,
    ...about,
    components: [{ component, role: 'app', status, worst: status, ...times }],
  }
}

it('asks for the targets of what is suspected and what those stand on, and for nothing that is certain', () => {
  assert.deepEqual(
    closerLooks(catalogue, [incident('suspected', 'a/login'), incident('confirmed', 'b/site')]),
    ['https:a/login', 'dns:a.test'],
  )
  assert.deepEqual(closerLooks(catalogue, [incident('resolved', 'a/login')]), [])
})
