import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Behaviour, fine, type SimService, simulate } from '../../test/evidence/world.ts'
import { type FindingCode, finding } from '../model/finding.ts'
import type { Incident } from '../model/incident.ts'
import { createJudge } from './fold.ts'

const start = Date.UTC(2024, 0, 1)
const facebook: SimService = {
  id: 'facebook',
  components: ['login'],
  nameServers: ['129.134.30.12'],
  address: '157.240.1.35',
}
const shop: SimService = {
  id: 'shop',
  components: ['checkout'],
  nameServers: ['93.184.216.53'],
  address: '93.184.216.34',
  leansOn: ['facebook/login'],
}

/** Each service answers 500, or what else it finds, from its second on, to 90 s. */
function incidentsOf(
  falls: Readonly<Record<string, number>>,
  found: Readonly<Record<string, FindingCode>> = {},
): Incident[] {
  const behaviour: Behaviour = (target, _vantagePoint, at) => {
    const [service = '', from] =
      Object.entries(falls).find(([each]) => target.startsWith(`https:${each}/`)) ?? []
    const down = from !== undefined && at >= start + from * 1000 && at < start + 90_000
    return down ? { findings: [finding(found[service] ?? 'server_error', { status: 500 })], ms: 50 } : fine
  }
  const judge = createJudge()
  const records = simulate({
    services: [facebook, shop],
    vantagePoints: ['kolkata', 'frankfurt', 'saopaulo'],
    start,
    lasts: 160_000,
    every: 5000,
    behaviour,
  })
  const newest = new Map<string, Incident>()
  for (const judgement of records.flatMap(record => judge.apply(record)))
    if (judgement.kind === 'incident' && judgement.confirmed !== undefined)
      newest.set(judgement.id, judgement)
  return [...newest.values()]
}

const causeOf = (incidents: readonly Incident[], component: string) =>
  incidents.flatMap(({ components }) => components).find(each => each.component === component)?.cause

describe('a component that leans on another', () => {
  it('is told as its likely victim, in the same incident, whichever is seen to fail first', () => {
    for (const falls of [
      { facebook: 40, shop: 41 },
      { facebook: 44, shop: 40 },
      { facebook: 40, shop: 60 },
    ]) {
      const incidents = incidentsOf(falls)
      assert.equal(incidents.length, 1, JSON.stringify(falls))
      const victim = causeOf(incidents, 'shop/checkout')
      assert.equal(victim?.victimOf, 'facebook/login', JSON.stringify(falls))
      assert.deepEqual(
        victim?.chain.map(({ code }) => code),
        ['leans_on_failing', 'server_error'],
      )
      assert.equal(victim?.layer, 'http')
      assert.equal(causeOf(incidents, 'facebook/login')?.victimOf, undefined)
    }
  })

  it('is nobody’s victim where it fails below its own pages', () => {
    const incidents = incidentsOf({ facebook: 40, shop: 42 }, { shop: 'connect_refused' })
    assert.equal(causeOf(incidents, 'shop/checkout')?.victimOf, undefined)
  })

  it('is its own culprit where what it leans on works', () => {
    const incidents = incidentsOf({ shop: 40 })
    assert.equal(incidents.length, 1)
    assert.equal(causeOf(incidents, 'shop/checkout')?.victimOf, undefined)
  })
})
