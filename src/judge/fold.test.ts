import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type Behaviour,
  fine,
  type SimService,
  type Simulation,
  simulate,
} from '../../test/evidence/world.ts'
import type { Evidence, Recorded } from '../model/evidence.ts'
import { finding } from '../model/finding.ts'
import type { Incident } from '../model/incident.ts'
import type { Judgement } from '../model/judgement.ts'
import type { Seen } from '../model/observation.ts'
import type { Verdict } from '../model/verdict.ts'
import { createJudge } from './fold.ts'

const start = Date.UTC(2021, 9, 4, 15, 0)
const every = 5000
const vantagePoints = ['kolkata', 'frankfurt', 'saopaulo']
const facebook: SimService = {
  id: 'facebook',
  components: ['website', 'photos'],
  nameServers: ['129.134.30.12', '185.89.218.12'],
  address: '157.240.1.35',
}
const instagram: SimService = {
  id: 'instagram',
  components: ['website'],
  nameServers: ['205.251.192.1'],
  address: '157.240.1.174',
}
const x: SimService = {
  id: 'x',
  components: ['website'],
  nameServers: ['104.244.40.1'],
  address: '104.244.42.1',
}

function world(behaviour: Behaviour, more: Partial<Simulation> = {}): Recorded[] {
  return simulate({
    services: [facebook, instagram, x],
    vantagePoints,
    start,
    lasts: 180_000,
    every,
    behaviour,
    ...more,
  })
}

function judged(records: readonly Recorded[]): Judgement[] {
  const judge = createJudge()
  return records.flatMap(record => judge.apply(record))
}

function verdictsOf(judgements: readonly Judgement[], component: string): Verdict[] {
  return judgements
    .filter(judgement => judgement.kind === 'verdict')
    .filter(verdict => verdict.component === component)
}

/** The newest version of each incident that was confirmed. */
function incidentsOf(judgements: readonly Judgement[]): Incident[] {
  const newest = new Map<string, Incident>()
  for (const judgement of judgements) if (judgement.kind === 'incident') newest.set(judgement.id, judgement)
  return [...newest.values()].filter(({ confirmed }) => confirmed !== undefined)
}

function only<T>(list: readonly T[]): T {
  assert.equal(list.length, 1, `one expected: ${JSON.stringify(list)}`)
  return list[0] as T
}

const between = (at: number, from: number, to: number) => at >= start + from * 1000 && at < start + to * 1000
const near = (actual: number | undefined, expected: number) =>
  assert.ok(
    actual !== undefined && Math.abs(actual - (start + expected * 1000)) <= 2 * every,
    `${actual === undefined ? 'never' : (actual - start) / 1000} s is not within two rounds of ${expected} s`,
  )

const routesGone = { from: 60, to: 110 }
const peers = ['10.0.0.1', '10.0.0.2', '10.0.0.3']

/** Facebook's name servers lose their routes at 60 s; Instagram's servers answer 503 from then on. */
const theNight: Behaviour = (target, _vantage, at) => {
  if (target.startsWith('dns:facebook')) {
    if (!between(at, routesGone.from, routesGone.to)) return fine
    const args = { zone: 'facebook.test', servers: facebook.nameServers, answered: 0, asked: 2 }
    return { findings: [finding('authoritative_unreachable', args)], ms: 1500 }
  }
  if (target.startsWith('https:facebook')) {
    if (between(at, 65, 112))
      return { findings: [finding('resolver_servfail', { name: 'facebook.test' })], ms: 30 }
    const back = target.endsWith('photos') ? 150 : 130
    if (between(at, 112, back)) return { findings: [finding('server_error', { status: 503 })], ms: 60 }
  }
  if (target.startsWith('https:instagram') && between(at, 62, 140)) {
    return { findings: [finding('server_error', { status: 503 })], ms: 60 }
  }
  return fine
}

function routeEvidence(): Evidence[] {
  const said: Evidence[] = [
    { kind: 'route_feed', id: 'f-0', at: start, collector: 'rrc', state: 'connected' },
  ]
  const say = (at: number, prefix: string, path?: number[]) => {
    for (const peer of peers) {
      const id = `${prefix}-${peer}-${at}`
      const update = {
        kind: 'route' as const,
        id,
        at: start + at * 1000,
        collector: 'rrc',
        peer,
        peerAs: 1,
        prefix,
      }
      said.push(path === undefined ? update : { ...update, path })
    }
  }
  for (const prefix of ['129.134.30.0/24', '129.134.0.0/17', '185.89.218.0/24', '157.240.0.0/16'])
    say(1, prefix, [1, 32934])
  for (const prefix of ['129.134.30.0/24', '185.89.218.0/24']) {
    say(routesGone.from, prefix)
    say(routesGone.to, prefix, [1, 32934])
  }
  return said
}

describe('judging the night', () => {
  const judgements = judged(world(theNight, { lasts: 260_000, beside: routeEvidence() }))

  it('makes one incident of what fell together and leaves the rest out of it', () => {
    const incident = only(incidentsOf(judgements))
    assert.deepEqual(
      incident.components.map(({ component }) => component),
      ['facebook/photos', 'facebook/website', 'instagram/website'],
    )
    assert.ok(incident.shared.includes('as:32934'))
    assert.equal(only(verdictsOf(judgements, 'x/website')).status, 'operational')
  })

  it('tells the causes apart: routes under the name servers, and servers that answer 503', () => {
    const { components } = only(incidentsOf(judgements))
    const codes = Object.fromEntries(
      components.map(({ component, cause }) => [component, cause?.chain.map(({ code }) => code)]),
    )
    assert.deepEqual(codes['facebook/website'], [
      'routes_withdrawn',
      'authoritative_unreachable',
      'resolver_servfail',
    ])
    assert.deepEqual(codes['instagram/website'], ['server_error'])
    const withdrawn = components.find(({ component }) => component === 'facebook/website')?.cause?.chain[0]
    assert.deepEqual(withdrawn?.args['covering'], ['129.134.0.0/17'])
    assert.equal(withdrawn?.args['visible'], 0)
    for (const { cause } of components) {
      const guilty = cause?.chain.map(({ layer }) => layer) ?? []
      const others = cause?.alternatives.map(({ layer }) => layer) ?? []
      assert.ok(
        others.includes('vantage') && others.every(layer => layer === 'vantage' || !guilty.includes(layer)),
      )
    }
  })

  it('dates each begin and return within two rounds, lagging features after their app', () => {
    const { components, state } = only(incidentsOf(judgements))
    const times = new Map(components.map(entry => [entry.component, entry]))
    near(times.get('facebook/website')?.began, 60)
    near(times.get('facebook/website')?.ended, 130)
    near(times.get('facebook/photos')?.ended, 150)
    near(times.get('instagram/website')?.began, 62)
    near(times.get('instagram/website')?.ended, 140)
    assert.equal(state, 'resolved')
    const lagged = judgements.some(
      judgement => judgement.kind === 'incident' && judgement.components.some(({ lagging }) => lagging),
    )
    assert.ok(lagged)
  })

  it('sees the return in layers: routes, names, servers, app, features', () => {
    const { stages } = only(incidentsOf(judgements))
    const facebooks = stages.filter(({ service }) => service === 'facebook')
    assert.deepEqual(
      facebooks.map(({ stage }) => stage),
      ['routes', 'names', 'servers', 'app', 'features'],
    )
    near(facebooks[0]?.at, 110)
    near(facebooks[1]?.at, 112)
    near(facebooks[3]?.at, 130)
    near(facebooks[4]?.at, 150)
  })

  it('keeps the deeper cause while anyone still sees it, though others join who only see its symptom', () => {
    const roots = verdictsOf(judgements, 'facebook/website').flatMap(
      ({ cause }) => cause?.chain[0]?.code ?? [],
    )
    assert.deepEqual([...new Set(roots)], ['routes_withdrawn', 'server_error'])
    const told = roots.filter((root, index) => root !== roots[index - 1])
    assert.deepEqual(told, ['routes_withdrawn', 'server_error'], 'never back and forth')
  })

  it('warns while caches still hide it, as a partial outage', () => {
    const first = verdictsOf(judgements, 'facebook/website').find(({ status }) => status !== 'operational')
    assert.ok(first !== undefined && first.evidence.length > 0)
    near(first.since, 60)
  })
})

describe('judging fairly', () => {
  it('holds an observer that sees no control for cut off, and everything for unknown', () => {
    const judgements = judged(world(() => fine, { cutOff: (_, at) => between(at, 60, 180) }))
    assert.deepEqual(incidentsOf(judgements), [])
    for (const component of ['facebook/website', 'x/website']) {
      assert.deepEqual(
        verdictsOf(judgements, component).map(({ status }) => status),
        ['operational', 'unknown'],
      )
    }
    const standing = judgements.filter(({ kind }) => kind === 'vantage').slice(-3)
    assert.ok(standing.every(verdict => verdict.kind === 'vantage' && verdict.state === 'cut_off'))
  })

  it('announces nothing when one vantage point of three is cut off', () => {
    const judgements = judged(
      world(() => fine, { cutOff: (vantage, at) => vantage === 'kolkata' && between(at, 60, 120) }),
    )
    assert.deepEqual(incidentsOf(judgements), [])
    assert.deepEqual(
      verdictsOf(judgements, 'facebook/website').map(({ status }) => status),
      ['operational'],
    )
  })

  it('calls what a sound minority sees regional, shows it, and opens no incident', () => {
    const judgements = judged(
      world((target, vantage, at) =>
        target === 'https:x/website' && vantage === 'kolkata' && between(at, 60, 120)
          ? { findings: [finding('connect_timeout')], ms: 2000 }
          : fine,
      ),
    )
    assert.deepEqual(incidentsOf(judgements), [])
    const regional = verdictsOf(judgements, 'x/website').find(({ scope }) => scope === 'regional')
    assert.deepEqual(regional?.failing, ['kolkata'])
    const last = verdictsOf(judgements, 'x/website').at(-1)
    assert.equal(last?.status, 'operational')
  })

  it('takes whom it hears first after a pause for no quorum, though he has long seen it fail', () => {
    const regional = world(
      (target, vantage, at) =>
        target === 'https:x/website' && vantage === 'kolkata' && between(at, 60, 170)
          ? { findings: [finding('connect_timeout')], ms: 2000 }
          : fine,
      { lasts: 260_000 },
    )
    // The observatory hears nobody for 20 s, then Kolkata at once and the others some seconds later.
    const heard = regional.flatMap(record => {
      const { evidence, received } = record
      const others = evidence.kind === 'observation' && evidence.vantagePoint !== 'kolkata'
      if (!between(received, 120, others ? 144 : 140)) return [record]
      return []
    })
    const judgements = judged(heard)
    assert.deepEqual(incidentsOf(judgements), [])
    assert.ok(verdictsOf(judgements, 'x/website').some(({ scope }) => scope === 'regional'))
  })

  it('takes a refused prober for no evidence of an outage', () => {
    const judgements = judged(
      world((target, _, at) =>
        target.startsWith('https:') && between(at, 60, 180)
          ? { findings: [finding('prober_refused', { status: 403 })], ms: 40 }
          : fine,
      ),
    )
    assert.deepEqual(incidentsOf(judgements), [])
    const last = verdictsOf(judgements, 'x/website').at(-1)
    assert.equal(last?.status, 'unknown')
    assert.equal(last?.cause?.chain[0]?.code, 'prober_refused')
  })

  it('makes one incident of a target that flaps', () => {
    const judgements = judged(
      world(
        (target, _, at) =>
          target === 'https:x/website' && between(at, 60, 400) && Math.floor((at - start) / 20_000) % 2 === 1
            ? { findings: [finding('server_error', { status: 500 })], ms: 40 }
            : fine,
        { lasts: 700_000 },
      ),
    )
    const incident = only(incidentsOf(judgements))
    assert.ok((incident.components[0]?.spells.length ?? 0) > 3)
    assert.equal(incident.state, 'resolved')
  })

  it('takes an incident up again when a part of it fails again soon after it was resolved', () => {
    const judgements = judged(
      world(
        (target, _, at) =>
          (target.startsWith('https:facebook/') && between(at, 60, 90)) ||
          (target === 'https:facebook/photos' && between(at, 160, 190))
            ? { findings: [finding('server_error', { status: 502 })], ms: 40 }
            : fine,
        { lasts: 300_000 },
      ),
    )
    const states = judgements.flatMap(each => (each.kind === 'incident' ? [each.state] : []))
    assert.deepEqual(
      states.filter((state, index) => state !== states[index - 1]),
      ['suspected', 'confirmed', 'recovering', 'resolved', 'recovering', 'resolved'],
    )
    const { components } = only(incidentsOf(judgements))
    const [first, second] = components.find(({ component }) => component === 'facebook/photos')?.spells ?? []
    near(first?.ended, 90)
    near(second?.began, 160)
    near(second?.ended, 190)
    assert.equal(components.find(({ component }) => component === 'facebook/website')?.spells.length, 1)
  })

  it('calls what is right but slow degraded, by its own history', () => {
    const judgements = judged(
      world((target, _, at) =>
        target === 'https:x/website' && between(at, 60, 130) ? { findings: [], ms: 1500 } : fine,
      ),
    )
    const incident = only(incidentsOf(judgements))
    assert.equal(incident.components[0]?.worst, 'degraded_performance')
    assert.equal(incident.components[0]?.cause?.chain[0]?.code, 'slow')
    near(incident.components[0]?.began, 60)
    near(incident.components[0]?.ended, 130)
  })

  it('dates the return by the vantage points that see it back when a last one lags behind', () => {
    const judgements = judged(
      world((target, vantage, at) =>
        target === 'https:x/website' && between(at, 60, vantage === 'saopaulo' ? 150 : 100)
          ? { findings: [finding('server_error', { status: 503 })], ms: 40 }
          : fine,
      ),
    )
    const incident = only(incidentsOf(judgements))
    near(incident.components[0]?.ended, 100)
    const regional = verdictsOf(judgements, 'x/website').find(({ scope }) => scope === 'regional')
    assert.deepEqual(regional?.failing, ['saopaulo'])
    near(regional?.since, 100)
  })

  it('tells of a service that works what is amiss with it, as no outage and only while it is', () => {
    const lame = finding('authoritative_lame', { zone: 'x.test', failed: 1, asked: 4 })
    const judgements = judged(
      world((target, _, at) =>
        target === 'dns:x.test' && between(at, 60, 120) ? { findings: [lame], ms: 80 } : fine,
      ),
    )
    assert.deepEqual(
      judgements.filter(({ kind }) => kind === 'incident'),
      [],
    )
    const verdicts = verdictsOf(judgements, 'x/website')
    assert.deepEqual(
      verdicts.map(({ status, cause }) => [status, cause?.chain.map(({ code }) => code)]),
      [
        ['operational', undefined],
        ['operational', ['authoritative_lame']],
        ['operational', undefined],
      ],
    )
    assert.equal(new Set(verdicts.map(({ since }) => since)).size, 1)
    assert.deepEqual(verdicts[1]?.cause?.vantagePoints, { n: 3, of: 3 })
  })

  it('tells of it again when something more is amiss with it', () => {
    const lame = finding('authoritative_lame', { zone: 'x.test', failed: 1, asked: 4 })
    const drift = finding('serial_drift', { zone: 'x.test' })
    const judgements = judged(
      world((target, _, at) => {
        if (target !== 'dns:x.test' || at < start + 60_000) return fine
        return { findings: at < start + 90_000 ? [lame] : [lame, drift], ms: 80 }
      }),
    )
    const told = verdictsOf(judgements, 'x/website').map(({ cause }) => cause?.chain.map(({ code }) => code))
    assert.deepEqual(told, [undefined, ['authoritative_lame'], ['authoritative_lame', 'serial_drift']])
  })

  it('says nothing of a single failed look here and there', () => {
    const judgements = judged(world(() => fine, { loss: 0.05, lasts: 1_800_000, seed: 7 }))
    assert.deepEqual(incidentsOf(judgements), [])
  })

  it('tells two unrelated outages at one time as two incidents', () => {
    const judgements = judged(
      world((target, _, at) =>
        target.startsWith('https:') && !target.includes('instagram') && between(at, 60, 120)
          ? { findings: [finding('server_error', { status: 500 })], ms: 40 }
          : fine,
      ),
    )
    assert.equal(incidentsOf(judgements).length, 2)
  })

  it('keeps the deepest cause that was found, also where a shallower one had as much to say', () => {
    const judgements = judged(
      world((target, vantagePoint, at) => {
        if (target.startsWith('https:x') && between(at, 60, 120)) {
          const code = vantagePoint === 'kolkata' ? 'resolver_timeout' : 'resolver_servfail'
          return { findings: [finding(code), finding('resolver_misbehaving')], ms: 300 }
        }
        return target === 'dns:x.test' && between(at, 75, 118)
          ? { findings: [finding('authoritative_unreachable', { answered: 0, asked: 2 })], ms: 1500 }
          : fine
      }),
    )
    const [part] = only(incidentsOf(judgements)).components
    assert.equal(part?.cause?.chain[0]?.code, 'authoritative_unreachable')
  })

  it('tells until when caches hide a lost name, and what people meet once they have run out', () => {
    const until = start + 100_000
    const lost = finding('authoritative_unreachable', { answered: 0, asked: 2 })
    const judgements = judged(
      world((target, _vantagePoint, at) => {
        if (target === 'dns:x.test' && between(at, 60, 140)) {
          const cached = between(at, 60, 100) ? [finding('answers_from_caches', { until })] : []
          return { findings: [lost, ...cached], ms: 300 }
        }
        return target.startsWith('https:x') && between(at, 100, 142)
          ? { findings: [finding('resolver_servfail')], ms: 30 }
          : fine
      }),
    )
    const [first] = verdictsOf(judgements, 'x/website').filter(({ cause }) => cause !== undefined)
    assert.equal(first?.status, 'partial_outage')
    assert.deepEqual(
      first?.cause?.chain.map(({ code }) => code),
      ['authoritative_unreachable', 'answers_from_caches'],
    )
    assert.deepEqual(first?.cause?.chain[1]?.args, { until })
    assert.deepEqual(
      only(incidentsOf(judgements)).components[0]?.cause?.chain.map(({ code }) => code),
      ['authoritative_unreachable', 'resolver_servfail'],
    )
  })
})

describe('judging what fell together', () => {
  const stand = (id: string, more: Partial<SimService> = {}): SimService => ({
    id,
    components: ['website'],
    nameServers: [`198.51.100.${id.length}`],
    address: `192.0.${id.length}.1`,
    ...more,
  })
  /** Whose targets fail, how, and in which second of 120 that begins. */
  const falling =
    (
      falls: Record<
        string,
        { code: 'authoritative_unreachable' | 'server_error' | 'certificate_untrusted'; at: number }
      >,
    ): Behaviour =>
    (target, _vantage, at) => {
      const [, fall] = Object.entries(falls).find(([name]) => target.includes(name)) ?? []
      if (fall === undefined || !between(at, fall.at, 400)) return fine
      const byName = fall.code === 'authoritative_unreachable'
      if (target.startsWith('dns:') && !byName) return fine
      return { findings: [finding(fall.code)], ms: 100 }
    }
  const grouped = (services: SimService[], falls: Parameters<typeof falling>[0]) =>
    incidentsOf(judged(world(falling(falls), { services, lasts: 300_000 }))).map(({ components }) =>
      components.map(({ component }) => component),
    )
  // Both names are answered for by servers in one block; their web servers have nothing in common.
  const [a, bb] = [stand('a'), stand('bb')]

  it('is one incident where shared name servers explain that both names are lost', () => {
    const dark = { code: 'authoritative_unreachable', at: 60 } as const
    assert.deepEqual(grouped([a, bb], { a: dark, bb: dark }), [['a/website', 'bb/website']])
  })

  it('is two where what they share cannot be why: name servers do not make servers answer errors', () => {
    const error = { code: 'server_error', at: 60 } as const
    assert.deepEqual(grouped([a, bb], { a: error, bb: error }).toSorted(), [['a/website'], ['bb/website']])
  })

  it('is one by something broad, such as an issuer, only where it is why and they fell at nearly one time', () => {
    const issued = (fingerprint: string): Seen => ({
      certificate: { fingerprint, issuer: 'One Issuer', subject: 's', names: [], notAfter: start * 2 },
    })
    const services = [
      stand('a', { nameServers: ['203.0.113.1'], beside: issued('1') }),
      stand('bb', { beside: issued('2') }),
    ]
    const untrusted = (at: number) => ({ code: 'certificate_untrusted', at }) as const
    assert.equal(grouped(services, { a: untrusted(60), bb: untrusted(66) }).length, 1)
    assert.equal(grouped(services, { a: untrusted(60), bb: untrusted(130) }).length, 2)
    const error = { code: 'server_error', at: 60 } as const
    assert.equal(grouped(services, { a: error, bb: error }).length, 2)
  })

  it('is one where all causes lay it at one zone above, whatever broad things some of them share', () => {
    const networks = (address: string): Seen => ({ networks: [{ prefix: `${address}/24`, as: 64500 }] })
    const services = ['a', 'bb', 'ccc'].map((id, n) =>
      stand(id, {
        nameServers: [`203.0.${n}.53`],
        // Two of them stand in one network, which is no reason why names are lost.
        ...(n === 0 ? {} : { beside: networks(`192.0.${id.length}.0`) }),
      }),
    )
    const bogus: Behaviour = (_target, _vantage, at) =>
      between(at, 60, 400)
        ? { findings: [finding('dnssec_signature_expired', { zone: 'test' })], ms: 100 }
        : fine
    const incident = only(incidentsOf(judged(world(bogus, { services, lasts: 300_000 }))))
    assert.equal(incident.components.length, 3)
    assert.deepEqual(incident.bonds?.[0], { key: 'zone:test', services: ['a', 'bb', 'ccc'] })
  })

  it('tells which services share what', () => {
    const dark = { code: 'authoritative_unreachable', at: 60 } as const
    const incident = only(incidentsOf(judged(world(falling({ a: dark, bb: dark }), { services: [a, bb] }))))
    assert.deepEqual(incident.bonds, [{ key: 'prefix:198.51.100.0/24', services: ['a', 'bb'] }])
    assert.deepEqual(incident.shared, ['prefix:198.51.100.0/24'])
  })
})

describe('the fold', () => {
  const records = world(theNight, { lasts: 260_000, beside: routeEvidence() })
  const whole = JSON.stringify(judged(records))

  it('gives the same judgements, byte for byte, each time', () => {
    assert.equal(JSON.stringify(judged(records)), whole)
  })

  it('goes on from a snapshot at any place as if it had never stopped', () => {
    let judge = createJudge()
    const judgements = records.flatMap((record, index) => {
      if (index % 97 === 0) judge = createJudge(judge.snapshot())
      return judge.apply(record)
    })
    assert.equal(JSON.stringify(judgements), whole)
  })
})
