import assert from 'node:assert/strict'
import { it } from 'node:test'
import { catalogueOf } from '../../test/evidence/world.ts'
import type { Incident } from '../model/incident.ts'
import type { Voice } from '../model/voice.ts'
import { closerLooks } from './closer.ts'

const catalogue = catalogueOf([
  { id: 'a', components: ['site', 'login'], nameServers: [], address: '192.0.2.1' },
  { id: 'b', components: ['site'], nameServers: [], address: '192.0.2.2' },
])

const closer = (incidents: Incident[], voices: Voice[] = [], now = 0) =>
  closerLooks(catalogue, { incidents, voices }, now)

function voice(state: Voice['state']): Voice {
  return {
    kind: 'voice',
    id: 'h-1',
    service: 'a',
    state,
    since: 0,
    decided: 0,
    confidence: 0.99,
    scope: 'everywhere',
    perMinute: 900,
    usual: 20,
    components: [],
    problems: [],
    places: [],
    carriers: [],
    sources: ['reports'],
    evidence: [],
  }
}

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
  assert.deepEqual(closer([incident('suspected', 'a/login'), incident('confirmed', 'b/site')]), [
    'https:a/login',
    'dns:a.test',
  ])
  assert.deepEqual(closer([incident('resolved', 'a/login')]), [])
})

it('asks for all targets of a service that people report, at once and a few times more, not for hours', () => {
  const all = ['https:a/site', 'dns:a.test', 'https:a/login']
  const at = (ms: number, state: Voice['state'] = 'raised') => closer([], [voice(state)], ms)
  assert.deepEqual(at(1000), all)
  assert.deepEqual(at(60_000), [])
  assert.deepEqual(at(300_000), all)
  const asked = Array.from({ length: 1440 }, (_, n) => at(n * 15_000).length > 0)
  assert.equal(asked.filter(Boolean).length, 4)
  assert.deepEqual(at(1000, 'usual'), [])
})
