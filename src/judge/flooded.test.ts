import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Behaviour, fine, type SimService, simulate } from '../../test/evidence/world.ts'
import type { Evidence } from '../model/evidence.ts'
import { type Finding, finding } from '../model/finding.ts'
import type { Incident } from '../model/incident.ts'
import { createJudge } from './fold.ts'

const start = Date.UTC(2021, 9, 4)
const facebook: SimService = {
  id: 'facebook',
  components: ['website'],
  nameServers: ['129.134.30.12', '185.89.218.12'],
  address: '157.240.1.35',
}
const quad: SimService = {
  id: 'quad',
  components: ['resolver'],
  nameServers: ['64.78.200.1'],
  address: '9.9.9.9',
  floodedByRetries: true,
}

interface Night {
  /** How Facebook fails from 40 s to 130 s. */
  readonly lost?: Finding
  /** From when the resolver is in trouble, to 130 s, and how. */
  readonly from: number
  readonly trouble?: 'slow' | 'silent'
  readonly resolver?: SimService
  readonly beside?: readonly Evidence[]
}

const silent = finding('authoritative_unreachable', { zone: 'facebook.test', answered: 0, asked: 2 })
const between = (at: number, from: number, to: number) => at >= start + from * 1000 && at < start + to * 1000

/** What became of it: the newest version of each confirmed incident. */
function incidentsOf({ lost, from, trouble = 'slow', resolver = quad, beside = [] }: Night): Incident[] {
  const behaviour: Behaviour = (target, _vantagePoint, at) => {
    if (target.startsWith('https:quad/') && between(at, from, 130)) {
      if (trouble === 'slow') return { findings: [], ms: 1500 }
      return { findings: [finding('resolver_down', { failures: ['dns_timeout_error'] })], ms: 1900 }
    }
    if (lost === undefined || !between(at, 40, 130)) return fine
    if (target === 'dns:facebook.test') return lost.layer === 'dns' ? { findings: [lost], ms: 1500 } : fine
    if (!target.startsWith('https:facebook/')) return fine
    return { findings: [lost.layer === 'dns' ? finding('resolver_servfail') : lost], ms: 50 }
  }
  const records = simulate({
    services: [facebook, resolver],
    vantagePoints: ['kolkata', 'frankfurt', 'saopaulo'],
    start,
    lasts: 220_000,
    every: 5000,
    behaviour,
    beside,
  })
  const judge = createJudge()
  const newest = new Map<string, Incident>()
  for (const judgement of records.flatMap(record => judge.apply(record)))
    if (judgement.kind === 'incident' && judgement.confirmed !== undefined)
      newest.set(judgement.id, judgement)
  return [...newest.values()]
}

const resolverIn = (incidents: readonly Incident[]) =>
  incidents.flatMap(({ components }) => components).find(({ component }) => component === 'quad/resolver')

describe('a resolver that falls soon after a name whose servers are silent', () => {
  it('is told as likely flooded by those who miss the name, beside its cause, slow or silent', () => {
    for (const trouble of ['slow', 'silent'] as const) {
      const incidents = incidentsOf({ lost: silent, from: 48, trouble })
      assert.equal(incidents.length, 1, trouble)
      const cause = resolverIn(incidents)?.cause
      assert.equal(cause?.victimOf, 'facebook/website', trouble)
      assert.deepEqual(
        cause?.chain.map(({ code }) => code),
        ['flooded_by_retries', trouble === 'slow' ? 'slow' : 'resolver_down'],
      )
    }
  })

  it('is its own culprit where no name is lost, or what is lost is lost in another way', () => {
    assert.equal(resolverIn(incidentsOf({ from: 48 }))?.cause?.victimOf, undefined)
    const busy = finding('server_error', { status: 503 })
    const apart = incidentsOf({ lost: busy, from: 48 })
    assert.equal(apart.length, 2)
    assert.equal(resolverIn(apart)?.cause?.victimOf, undefined)
    const lame = finding('authoritative_all_lame', { zone: 'facebook.test', answered: 0, asked: 2 })
    assert.equal(resolverIn(incidentsOf({ lost: lame, from: 48 }))?.cause?.victimOf, undefined)
  })

  it('is its own culprit where it falls long after, or is no resolver', () => {
    const late = resolverIn(incidentsOf({ lost: silent, from: 90 }))
    assert.deepEqual([late?.worst, late?.cause?.victimOf], ['degraded_performance', undefined])
    const { floodedByRetries: _, ...other } = quad
    assert.equal(
      resolverIn(incidentsOf({ lost: silent, from: 48, resolver: other }))?.cause?.victimOf,
      undefined,
    )
  })

  it('is no victim where it stands in one network with the name, or its own routes are gone', () => {
    const near = { ...quad, address: '129.134.30.99' }
    const together = resolverIn(incidentsOf({ lost: silent, from: 48, trouble: 'silent', resolver: near }))
    assert.deepEqual([together?.worst, together?.cause?.victimOf], ['major_outage', undefined])

    // As 1.1.1.1 on 14 July 2025: its prefix was withdrawn.
    const withdrawn = resolverIn(
      incidentsOf({ lost: silent, from: 48, trouble: 'silent', beside: withdrawal('9.9.9.0/24', 48, 130) }),
    )
    assert.equal(withdrawn?.cause?.victimOf, undefined)
    assert.deepEqual(
      withdrawn?.cause?.chain.map(({ code }) => code),
      ['routes_withdrawn', 'resolver_down'],
    )
  })
})

function withdrawal(prefix: string, from: number, to: number): Evidence[] {
  const said: Evidence[] = [
    { kind: 'route_feed', id: 'f-0', at: start, collector: 'rrc', state: 'connected' },
  ]
  const say = (seconds: number, path?: number[]) => {
    for (const peer of ['10.0.0.1', '10.0.0.2', '10.0.0.3']) {
      said.push({
        kind: 'route',
        id: `${prefix}-${peer}-${seconds}`,
        at: start + seconds * 1000,
        collector: 'rrc',
        peer,
        peerAs: 1,
        prefix,
        ...(path === undefined ? {} : { path }),
      })
    }
  }
  say(1, [1, 19281])
  say(from)
  say(to, [1, 19281])
  return said
}
