import assert from 'node:assert/strict'
import { test } from 'node:test'
import { finding } from '../src/model/finding.ts'
import type { Incident } from '../src/model/incident.ts'
import type { Verdict } from '../src/model/verdict.ts'
import { compare } from './compare.ts'
import { Conclusion } from './conclusion.ts'
import { Scenario } from './scenario.ts'

const zero = 1_700_000_000_000
const at = (seconds: number) => zero + seconds * 1000

const scenario = (expect: object) =>
  Scenario.parse({ name: 'A try', description: 'For a test', duration: '100s', actions: [], expect })
const apiDown = { 'x/api': { from: '10s', to: '40s', layer: 'http', causes: ['server_error'] } }

function incident(began: number, ended: number | undefined): Incident {
  const cause = {
    layer: 'http',
    chain: [finding('server_error', { status: 503 })],
    vantagePoints: { n: 3, of: 3 },
    alternatives: [],
    confidence: 0.9,
    evidence: [],
  } as const
  const spell = { began: at(began), ...(ended === undefined ? {} : { ended: at(ended) }) }
  return {
    kind: 'incident',
    id: 'i-1',
    version: 1,
    state: 'confirmed',
    began: at(began),
    detected: at(began + 5),
    confirmed: at(began + 5),
    updated: at(began + 5),
    components: [
      {
        component: 'x/api',
        role: 'feature',
        status: 'operational',
        worst: 'major_outage',
        ...spell,
        spells: [spell],
        cause: { ...cause, chain: [...cause.chain], alternatives: [], evidence: [] },
        confidence: 0.9,
        lagging: false,
      },
    ],
    shared: [],
    stages: [],
    timeline: [],
  }
}

function verdict(component: Verdict['component'], status: Verdict['status'], decided: number): Verdict {
  const seen = { failing: [], fine: [], unsure: [], evidence: [], confidence: 0.9 }
  const when = { since: at(decided), decided: at(decided) }
  return {
    kind: 'verdict',
    id: `${component} ${decided}`,
    component,
    status,
    scope: 'everywhere',
    ...when,
    ...seen,
  }
}

function failures(expect: object, said: (Incident | Verdict)[]): string[] {
  const conclusion = new Conclusion()
  for (const judgement of said) conclusion.hear(judgement)
  const { pass, checks } = compare(scenario(expect), conclusion, zero)
  const failed = checks.filter(check => !check.pass).map(({ claim }) => claim)
  assert.equal(pass, failed.length === 0)
  return failed
}

test('a conclusion that agrees with the truth within its tolerance passes', () => {
  assert.deepEqual(failures({ incidents: 1, down: apiDown }, [incident(12, 49)]), [])
})

test('a begin or an end too far off fails, as does an end that never came', () => {
  assert.match(failures({ incidents: 1, down: apiDown }, [incident(25, 40)]).join(), /^x\/api began at 10 s/)
  assert.match(failures({ incidents: 1, down: apiDown }, [incident(10, 55)]).join(), /^x\/api ended at 40 s/)
  assert.match(failures({ incidents: 1, down: apiDown }, [incident(10, undefined)]).join(), /^x\/api ended/)
})

test('a wrong layer and a missing cause fail each by itself', () => {
  const down = { 'x/api': { ...apiDown['x/api'], layer: 'tls', causes: ['certificate_expired'] } }
  assert.deepEqual(failures({ incidents: 1, down }, [incident(10, 40)]), [
    'x/api failed by tls',
    'x/api: certificate_expired',
  ])
})

test('a victim is one by name, and in the incident of whom it leans on', () => {
  const down = { 'spotify/login': { from: '10s', to: '40s', layer: 'http' } }
  const expect = { incidents: 1, down, victims: { 'spotify/login': 'facebook/login' } }
  const [part] = incident(10, 40).components
  assert.ok(part !== undefined)
  const both = { ...incident(10, 40), components: [{ ...part, component: 'spotify/login' as const }] }
  const fallen = verdict('spotify/login', 'major_outage', 12)
  const claim = 'spotify/login is told as a victim of facebook/login, in the same incident'
  const victim = (victimOf: 'facebook/login' | 'x/api') =>
    part.cause === undefined ? fallen : { ...fallen, cause: { ...part.cause, victimOf } }
  assert.deepEqual(failures(expect, [both, victim('facebook/login')]), [claim])
  const culprit = { ...part, component: 'facebook/login' as const }
  const whole = { ...both, components: [...both.components, culprit] }
  const alsoDown = { ...expect, down: { ...down, 'facebook/login': down['spotify/login'] } }
  assert.deepEqual(failures(alsoDown, [whole, victim('facebook/login')]), [])
  assert.deepEqual(failures(alsoDown, [whole, victim('x/api')]), [claim])
  assert.deepEqual(failures(alsoDown, [whole, fallen]), [claim])
})

test('silence about what is down fails, and so does an incident about what is not', () => {
  assert.deepEqual(failures({ incidents: 0, down: apiDown }, []), ['x/api is told as failing'])
  assert.deepEqual(failures({ incidents: 1 }, [incident(10, 40)]), ['x/api is in no incident'])
})

test('trouble told even for a moment touches what should be untouched; unknown does not', () => {
  const said = [verdict('x/api', 'unknown', 1), verdict('x/login', 'operational', 1)]
  assert.deepEqual(failures({ incidents: 0, untouched: ['x'] }, said), [])
  const touched = [...said, verdict('x/login', 'partial_outage', 20), verdict('x/login', 'operational', 25)]
  assert.deepEqual(failures({ incidents: 0, untouched: ['x'] }, touched), ['x is untouched'])
})

test('what should be unknown must be so for the whole span', () => {
  const unknown = { of: 'x/api', from: '20s', to: '40s' }
  const said = [verdict('x/api', 'operational', 0), verdict('x/api', 'unknown', 15)]
  assert.deepEqual(failures({ incidents: 0, unknown }, said), [])
  assert.equal(failures({ incidents: 0, unknown }, [...said, verdict('x/api', 'operational', 39)]).length, 1)
  assert.equal(failures({ incidents: 0, unknown }, []).length, 1)
})
