import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Evidence } from '../model/evidence.ts'
import type { Fate } from '../model/fate.ts'
import type { Incident } from '../model/incident.ts'
import type { Observation } from '../model/observation.ts'
import type { Verdict } from '../model/verdict.ts'
import type { Usual, Voice } from '../model/voice.ts'
import type { Retention, Store } from './store.ts'

/** Opens the same store again each time it is called within one claim. */
export type Opener = () => Promise<Store & Retention>

/** What every store must hold. `fresh` gives an opener of an empty store for each claim. */
export function storeConformance(name: string, fresh: () => Opener): void {
  const claim = (what: string, run: (open: Opener) => Promise<void>) =>
    test(`${name}: ${what}`, () => run(fresh()))

  claim('gives evidence back in the order appended, numbered from 1', async open => {
    await using store = await open()
    await store.evidence.append([tick('a', 1), tick('b', 2)], 10)
    await store.evidence.append([tick('c', 3)], 11)
    const all = await store.evidence.after(0, 10)
    assert.deepEqual(
      all.map(each => [each.seq, each.evidence.id, each.received]),
      [
        [1, 'a', 10],
        [2, 'b', 10],
        [3, 'c', 11],
      ],
    )
    assert.equal(await store.evidence.lastSeq(), 3)
    assert.deepEqual(
      (await store.evidence.after(1, 1)).map(each => each.evidence.id),
      ['b'],
    )
  })

  claim('drops an evidence that it already has, and says so', async open => {
    await using store = await open()
    await store.evidence.append([tick('a', 1)], 10)
    const again = await store.evidence.append([tick('a', 1), tick('b', 2), tick('b', 2)], 11)
    assert.deepEqual(again, { appended: 1, duplicates: 2 })
    assert.equal((await store.evidence.after(0, 10)).length, 2)
    assert.equal(await store.evidence.lastSeq(), (await store.evidence.after(0, 10)).at(-1)?.seq)
  })

  claim('wakes nobody for what was sent a second time', async open => {
    await using store = await open()
    await store.evidence.append([tick('a', 1)], 10)
    await store.evidence.append([tick('a', 1)], 11)
    const stop = new AbortController()
    let woken = false
    const waiting = store.evidence.grown(1, stop.signal).then(() => {
      woken = true
    })
    await store.evidence.append([tick('a', 1)], 12)
    assert.equal(woken, false)
    await store.evidence.append([tick('b', 1)], 13)
    await waiting
  })

  claim('keeps appends that arrive at once apart and in order', async open => {
    await using store = await open()
    const results = await Promise.all([
      store.evidence.append([tick('a', 1)], 1),
      store.evidence.append([tick('a', 1), tick('b', 1)], 2),
      store.evidence.append([], 3),
    ])
    assert.deepEqual(
      results.map(each => [each.appended, each.duplicates]),
      [
        [1, 0],
        [1, 1],
        [0, 0],
      ],
    )
  })

  claim('has everything again after it was closed and opened', async open => {
    {
      await using store = await open()
      await store.evidence.append([look('o', 1)], 10)
      await store.judgements.commit({ seq: 1, judgements: [verdict('v', 5, ['o'])], snapshot: 'state' })
    }
    await using store = await open()
    assert.deepEqual((await store.evidence.byIds(['o', 'nobody']))[0]?.evidence, look('o', 1))
    assert.deepEqual(await store.judgements.snapshot(), { seq: 1, state: 'state' })
    assert.equal((await store.judgements.standing()).verdicts[0]?.id, 'v')
  })

  claim('wakes whoever waits for growth, and lets go of whoever is stopped', async open => {
    await using store = await open()
    const stop = new AbortController()
    const grown = store.evidence.grown(0, stop.signal)
    await store.evidence.append([tick('a', 1)], 1)
    await grown
    await store.evidence.grown(0, stop.signal)
    const stopped = store.evidence.grown(1, stop.signal)
    stop.abort()
    await stopped
  })

  claim('knows the newest evidence of a kind', async open => {
    await using store = await open()
    await store.evidence.append([point('p1'), tick('a', 1), point('p2'), tick('b', 1)], 1)
    assert.equal((await store.evidence.newest('vantage_point'))?.evidence.id, 'p2')
    assert.equal(await store.evidence.newest('catalogue'), undefined)
    assert.deepEqual(await store.evidence.vantagePoints(), [{ id: 'here' }])
  })

  claim('gives what was heard of a kind since a time, in order', async open => {
    await using store = await open()
    await store.evidence.append([counts('c1', 1), tick('a', 1)], 1)
    await store.evidence.append([counts('c2', 2)], 2)
    await store.evidence.append([counts('c3', 3)], 3)
    const heard = await store.evidence.heardSince('report_counts', 2)
    assert.deepEqual(
      heard.map(({ evidence }) => evidence.id),
      ['c2', 'c3'],
    )
    const before = await store.evidence.heardSince('report_counts', 1, 3)
    assert.deepEqual(
      before.map(({ evidence }) => evidence.id),
      ['c1', 'c2'],
    )
    assert.deepEqual(await store.evidence.heardSince('statement', 0), [])
  })

  claim('tells a judgement once, however often it is committed', async open => {
    await using store = await open()
    const judgements = [verdict('v1', 5), incident('i', 1), verdict('v2', 6), incident('i', 2)]
    assert.equal(await store.judgements.lastOffset(), 0)
    await store.judgements.commit({ seq: 2, judgements })
    await store.judgements.commit({ seq: 2, judgements: judgements.slice(0, 2) })
    const told = await store.judgements.after(0, 10)
    assert.deepEqual(
      told.map(each => each.judgement),
      judgements,
    )
    assert.equal(await store.judgements.lastOffset(), told.at(-1)?.offset)
    const { verdicts } = await store.judgements.standing()
    assert.deepEqual(
      verdicts.map(each => each.id),
      ['v2'],
      'judging again does not turn the verdict back',
    )
    assert.equal((await store.judgements.incident('i'))?.version, 2)
  })

  claim('gives the verdicts of a span with the one in force at its start', async open => {
    await using store = await open()
    const judgements = [verdict('a', 1), verdict('b', 5), verdict('c', 10), verdict('d', 20)]
    await store.judgements.commit({ seq: 1, judgements })
    const span = await store.judgements.history('shop/web', 10, 20)
    assert.deepEqual(
      span.map(each => each.id),
      ['b', 'c'],
    )
  })

  claim('lists incidents that were open since, newest first', async open => {
    await using store = await open()
    const over = { ...incident('over', 1), state: 'resolved' as const, resolved: 50, began: 1 }
    const open1 = { ...incident('open', 1), began: 2 }
    const late = { ...incident('late', 1), state: 'resolved' as const, resolved: 150, began: 3 }
    await store.judgements.commit({ seq: 1, judgements: [over, open1, late] })
    assert.deepEqual(
      (await store.judgements.incidents(100)).map(each => each.id),
      ['late', 'open'],
    )
  })

  claim(
    'knows what services were last said to stand on, and no more of one that is watched no longer',
    async open => {
      await using store = await open()
      assert.deepEqual(await store.judgements.fates(), [])
      await store.judgements.commit({ seq: 1, judgements: [], fates: [fate('b'), fate('a')] })
      await store.judgements.commit({ seq: 2, judgements: [] })
      assert.deepEqual(await store.judgements.fates(), [fate('a'), fate('b')])
      await store.judgements.commit({ seq: 3, judgements: [], fates: [fate('b')] })
      assert.deepEqual(await store.judgements.fates(), [fate('b')])
    },
  )

  claim('knows what is usually reported, as last learnt', async open => {
    await using store = await open()
    await store.judgements.commit({ seq: 1, judgements: [], usuals: [usual('b', 1), usual('a', 2)] })
    await store.judgements.commit({ seq: 2, judgements: [] })
    assert.deepEqual(await store.judgements.usuals(), [usual('a', 2), usual('b', 1)])
    await store.judgements.commit({ seq: 3, judgements: [], usuals: [usual('b', 3)] })
    assert.deepEqual(await store.judgements.usuals(), [usual('b', 3)])
  })

  claim('knows what people say of each service now', async open => {
    await using store = await open()
    await store.judgements.commit({ seq: 1, judgements: [voice('v1', 1), voice('v2', 2)] })
    const { voices } = await store.judgements.standing()
    assert.deepEqual(
      voices.map(({ id }) => id),
      ['v2'],
    )
  })

  claim('drops old raw evidence, but never what is cited, unjudged or needed to judge again', async open => {
    await using store = await open()
    const old: Evidence[] = [point('p'), look('cited', 1), look('plain', 2), tick('t', 3)]
    await store.evidence.append(old, 10)
    await store.evidence.append([look('recent', 20)], 20)
    assert.deepEqual(await store.rollUp(15), { dropped: 0, kept: 0 }, 'nothing was judged yet')
    await store.judgements.commit({ seq: 4, judgements: [verdict('v', 5, ['cited'])], snapshot: '{}' })
    assert.deepEqual(await store.rollUp(15), { dropped: 2, kept: 2 })
    const left = await store.evidence.after(0, 10)
    assert.deepEqual(
      left.map(each => each.evidence.id),
      ['p', 'cited', 'recent'],
    )
    await store.evidence.append([tick('next', 30)], 30)
    assert.equal(await store.evidence.lastSeq(), 6, 'a place in the order is never given twice')
  })
}

function tick(id: string, at: number): Evidence {
  return { kind: 'tick', id, at }
}

function counts(id: string, at: number): Evidence {
  return { kind: 'report_counts', id, at, from: at, to: at + 1, through: 0, error: 0.02, services: {} }
}

function usual(service: string, perMinute: number): Usual {
  return { service, perMinute: Array(168).fill(perMinute) }
}

function voice(id: string, decided: number): Voice {
  return {
    kind: 'voice',
    id,
    service: 'shop',
    state: 'raised',
    since: decided,
    decided,
    confidence: 0.99,
    scope: 'everywhere',
    perMinute: 600,
    usual: 20,
    components: [],
    problems: [],
    places: [],
    carriers: [],
    sources: ['reports'],
    evidence: [],
  }
}

function point(id: string): Evidence {
  return { kind: 'vantage_point', id, at: 1, vantagePoint: { id: 'here' } }
}

function look(id: string, at: number): Observation {
  return {
    kind: 'observation',
    id,
    at,
    vantagePoint: 'here',
    probe: 'tcp',
    target: 'tcp:shop.example:443',
    attempt: 0,
    ms: 12.5,
    controls: { seen: 1, asked: 1 },
    steps: [],
    findings: [],
  }
}

function verdict(id: string, decided: number, evidence: string[] = []): Verdict {
  return {
    kind: 'verdict',
    id,
    component: 'shop/web',
    status: 'major_outage',
    since: decided,
    decided,
    scope: 'everywhere',
    failing: [],
    fine: [],
    unsure: [],
    confidence: 0.99,
    evidence,
  }
}

function fate(service: string): Fate {
  return { service, zones: [], servers: [], certificates: [], keys: ['zone:example.org'], singlePoints: [] }
}

function incident(id: string, version: number): Incident {
  return {
    kind: 'incident',
    id,
    version,
    state: 'confirmed',
    began: 1,
    detected: 2,
    updated: 2 + version,
    components: [],
    shared: [],
    stages: [],
    timeline: [],
  }
}
