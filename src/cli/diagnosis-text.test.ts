import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Diagnosis } from '../main/diagnose.ts'
import { loadLanguages } from '../main/languages.ts'
import type { Observation, Seen } from '../model/observation.ts'
import { diagnosisText } from './diagnosis-text.ts'

const nameServers = [{ host: 'a.ns.x.com', addresses: ['104.244.42.53'] }]
const seen: Seen = { addresses: ['104.244.42.1'], zone: 'x.com', nameServers }

async function told(what: Seen): Promise<string> {
  const look: Observation = {
    kind: 'observation',
    id: 'o-1',
    at: 0,
    vantagePoint: 'here',
    probe: 'dns',
    target: 'dns:x.com',
    attempt: 0,
    ms: 1,
    controls: { seen: 1, asked: 1 },
    steps: [],
    findings: [],
    seen: what,
  }
  const diagnosis: Diagnosis = {
    asked: 'x.com',
    at: 0,
    controls: { seen: 1, asked: 1 },
    routes: [
      { address: '104.244.42.53', prefix: '104.244.42.0/24', peers: 3, origins: [13414], path: [] },
      { address: '192.0.2.1', prefix: '192.0.2.0/24', peers: 3, origins: [64500], path: [] },
    ],
    peers: 3,
    parts: [{ name: 'x.com', glance: { outcome: 'working' }, own: [look], foundations: [] }],
  }
  const [words] = await loadLanguages(['en'])
  assert.ok(words)
  const text = diagnosisText(diagnosis, words, { colours: false, steps: false })
  return text
}

describe('a diagnosis', () => {
  it('says in which networks the thing stands, by name where a file of prefixes tells it', async () => {
    const networks = [
      { prefix: '104.244.42.0/24', as: 13414, name: 'Twitter Inc.' },
      { prefix: '104.244.40.0/24', as: 13414, name: 'Twitter Inc.' },
    ]
    assert.match(await told({ ...seen, networks }), /^ {4}Network +AS13414 Twitter Inc\.$/m)
  })

  it('tells of what works only the layers that it has: a port has no encryption that was not reached', async () => {
    assert.doesNotMatch(await told(seen), /Encryption|Servers|not reached/)
  })

  it('else by who announces what was met, as the looking glass has it', async () => {
    assert.match(await told(seen), /^ {4}Network +AS13414$/m)
  })
})
