import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Counted, dayBefore, windows } from '../../test/evidence/people.ts'
import {
  type Behaviour,
  catalogueOf,
  fine,
  type SimService,
  type Simulation,
  simulate,
} from '../../test/evidence/world.ts'
import type { Evidence, Recorded } from '../model/evidence.ts'
import { finding } from '../model/finding.ts'
import type { Incident } from '../model/incident.ts'
import type { Judgement } from '../model/judgement.ts'
import type { Verdict } from '../model/verdict.ts'
import type { Voice } from '../model/voice.ts'
import { createJudge } from './fold.ts'

const start = Date.UTC(2021, 9, 4, 15, 38)
const every = 20_000
const seconds = 1000
const vantagePoints = ['kolkata', 'frankfurt', 'saopaulo']
const service = (
  id: string,
  components: string[],
  n: number,
  more: Partial<SimService> = {},
): SimService => ({
  id,
  components,
  nameServers: [`198.51.${n}.1`],
  address: `203.0.${n}.1`,
  ...more,
})
const facebook = service('facebook', ['website', 'login'], 1)
const whatsapp = service('whatsapp', ['website', 'messages'], 2)
const jio = service('jio', ['website'], 3, { category: 'telecom' })
const services = [facebook, whatsapp, jio]
const usual = { facebook: 20, whatsapp: 10, jio: 2 }

interface Night extends Partial<Simulation> {
  /** What people say in the ten seconds from a moment on, by service; undefined where nobody listens. */
  people: (second: number) => Readonly<Record<string, Counted>> | undefined
}

/** A record of a day of usual reports and then of the night. */
function recordOf({ people, beside = [], lasts = 300 * seconds, ...more }: Night): Recorded[] {
  const before: Evidence[] = [
    { kind: 'catalogue', id: 'c', at: start - 86_400_000, catalogue: catalogueOf(services, every) },
    ...dayBefore(start, usual),
  ]
  const said = windows(start, lasts, at => people((at - start) / seconds))
  const night = simulate({
    services,
    vantagePoints,
    start,
    lasts,
    every,
    behaviour: () => fine,
    beside: [...beside, ...said.map(each => ({ ...each, at: each.to }))],
    ...more,
  })
  const learnt = before.map(evidence => ({ v: 1 as const, seq: 0, received: evidence.at, evidence }))
  return [...learnt, ...night].map((record, index) => ({ ...record, seq: index + 1 }))
}

function judged(night: Night): Judgement[] {
  const judge = createJudge()
  return recordOf(night).flatMap(record => judge.apply(record))
}

const voicesOf = (judgements: readonly Judgement[], service: string): Voice[] =>
  judgements.filter(each => each.kind === 'voice').filter(voice => voice.service === service)
const raisedOf = (judgements: readonly Judgement[], service: string): Voice | undefined =>
  voicesOf(judgements, service).find(({ state }) => state === 'raised')
const verdictsOf = (judgements: readonly Judgement[], component: string): Verdict[] =>
  judgements.filter(each => each.kind === 'verdict').filter(verdict => verdict.component === component)
const outageOf = (judgements: readonly Judgement[], component: string): Verdict | undefined =>
  verdictsOf(judgements, component).find(({ scope }) => scope === 'everywhere')
const incidentsOf = (judgements: readonly Judgement[]): Incident[] => {
  const newest = new Map<string, Incident>()
  for (const each of judgements) if (each.kind === 'incident') newest.set(each.id, each)
  return [...newest.values()].filter(({ confirmed }) => confirmed !== undefined)
}

/** So many people in ten seconds, each naming what is given. */
function crowd(counted: number, named: Partial<Counted> = {}): Counted {
  return { counted, networks: Math.ceil(counted * 0.8), ...named }
}

/** As usual until a second, from then on so many people in ten seconds. */
const rising =
  (from: number, crowds: Readonly<Record<string, Counted>>) =>
  (second: number): Readonly<Record<string, Counted>> =>
    second < from ? { facebook: crowd(3), whatsapp: crowd(2) } : { facebook: crowd(3), ...crowds }

const silent =
  (from: number, of = 'facebook'): Behaviour =>
  (target, _vantagePoint, at) => {
    if (at < start + from * seconds || !target.startsWith(`https:${of}/`)) return fine
    return { findings: [finding('connect_timeout')], ms: 2000 }
  }

describe('what people report', () => {
  it('alone makes no incident and changes no status: it is said, and the looks stay what they are', () => {
    const judgements = judged({ people: rising(60, { facebook: crowd(700) }) })
    assert.equal(raisedOf(judgements, 'facebook')?.scope, 'everywhere')
    assert.deepEqual(
      judgements.filter(({ kind }) => kind === 'incident'),
      [],
    )
    assert.deepEqual(
      verdictsOf(judgements, 'facebook/website').map(({ status }) => status),
      ['operational'],
    )
  })

  it('is said within a minute of the flood, dated by its beginning, and before the looks confirm it', () => {
    const judgements = judged({
      people: rising(60, { facebook: crowd(400) }),
      behaviour: silent(62),
      every: 60_000,
    })
    const voice = raisedOf(judgements, 'facebook')
    assert.ok(voice !== undefined && voice.decided - (start + 60 * seconds) <= 60 * seconds)
    assert.equal(voice.since, start + 60 * seconds)
    assert.ok(voice.confidence >= 0.99)
    const outage = outageOf(judgements, 'facebook/website')
    assert.ok(outage !== undefined && voice.decided < outage.decided)
    assert.deepEqual(outage.supported, { by: ['reports'], since: voice.since })
  })

  it('is told of features that the looks do not see, with what people name', () => {
    const named = { components: { messages: 60, website: 4 }, problems: { sending: 70, error: 10 } }
    const judgements = judged({ people: rising(60, { whatsapp: crowd(80, named) }) })
    const voice = raisedOf(judgements, 'whatsapp')
    assert.equal(voice?.components[0]?.component, 'whatsapp/messages')
    assert.deepEqual(
      voice.problems.map(({ problem, share }) => [problem, share]),
      [
        ['sending', 0.875],
        ['error', 0.125],
      ],
    )
    assert.equal(voice.victimOf, undefined)
    assert.equal(verdictsOf(judgements, 'whatsapp/messages').at(-1)?.status, 'operational')
  })

  it('tells carriers as the victims of what people miss, at once and without an incident of theirs', () => {
    const judgements = judged({
      people: rising(60, { facebook: crowd(700), jio: crowd(90) }),
      behaviour: silent(60),
    })
    assert.equal(raisedOf(judgements, 'jio')?.victimOf, 'facebook')
    assert.equal(raisedOf(judgements, 'facebook')?.victimOf, undefined)
    assert.deepEqual(
      incidentsOf(judgements).flatMap(({ components }) => components.map(({ component }) => component)),
      ['facebook/login', 'facebook/website'],
    )
  })

  it('lays another service, seen well, only at the door of an outage that is far greater', () => {
    const named = { problems: { sending: 60 }, components: { messages: 60 } }
    const night = (people: Counted) =>
      voicesOf(
        judged({ people: rising(60, { facebook: crowd(900), whatsapp: people }), behaviour: silent(50) }),
        'whatsapp',
      ).at(-1)?.victimOf
    assert.equal(night(crowd(400, named)), undefined)
    assert.equal(night(crowd(60)), 'facebook')
  })

  it('of one region, or of one line, is of few and no more than that', () => {
    const few = (named: Partial<Counted>) =>
      judged({ people: rising(60, { facebook: crowd(80, named) }), behaviour: () => fine })
    const region = raisedOf(few({ places: { dhaka: 60, khulna: 3 } }), 'facebook')
    assert.equal(region?.scope, 'few')
    assert.equal(region.places[0]?.place, 'dhaka')
    assert.equal(raisedOf(few({ carriers: { jio: 60 } }), 'facebook')?.scope, 'few')
    const many = { places: { dhaka: 20, kolkata: 18, delhi: 15, chennai: 12 } }
    assert.equal(raisedOf(few(many), 'facebook')?.scope, 'everywhere')
  })

  it('of one line points at the line where that is reported too', () => {
    const judgements = judged({
      people: rising(60, { jio: crowd(120), facebook: crowd(60, { carriers: { jio: 55 } }) }),
    })
    assert.equal(raisedOf(judgements, 'jio')?.victimOf, undefined)
    assert.equal(voicesOf(judgements, 'facebook').at(-1)?.victimOf, 'jio')
  })

  it('by a brigade, which the counter holds back, raises no voice', () => {
    // 50,000 from one network: it may bring what a network may; and thirty networks at once are few.
    const one = (second: number) => ({
      facebook: {
        ...crowd(second < 60 ? 3 : 4),
        taken: second < 60 ? 3 : 8000,
        largestNetwork: second < 60 ? 0.3 : 1,
      },
    })
    assert.equal(raisedOf(judged({ people: one }), 'facebook'), undefined)
    const thirty = (second: number) => ({
      jio: second === 60 ? { ...crowd(240), networks: 30, largestNetwork: 0.03 } : crowd(0),
    })
    assert.equal(raisedOf(judged({ people: thirty }), 'jio')?.scope, 'few')
  })

  it('is not known while nobody listens, however calm that looks', () => {
    const judgements = judged({
      lasts: 400 * seconds,
      people: second =>
        second >= 100 && second < 250 ? undefined : rising(60, { facebook: crowd(700) })(second),
    })
    const states = voicesOf(judgements, 'facebook').filter(({ decided }) => decided >= start)
    assert.deepEqual(
      states.map(({ state }) => state),
      ['raised', 'unheard', 'raised'],
    )
    assert.equal(states[1]?.since, start + 100 * seconds)
  })
})

describe('what people report beside the looks', () => {
  /** Kolkata alone is left, and sees Facebook fail from the 60th second on. */
  const alone = (people: Night['people']): Verdict | undefined =>
    outageOf(
      judged({
        people,
        behaviour: silent(60),
        cutOff: (vantagePoint, at) => vantagePoint !== 'kolkata' && at >= start + 55 * seconds,
      }),
      'facebook/website',
    )

  it('brings the verdict of the last vantage point that sees anything forward', () => {
    const without = alone(() => ({ facebook: crowd(3) }))
    const withPeople = alone(rising(60, { facebook: crowd(700) }))
    assert.ok(without !== undefined && withPeople !== undefined)
    const rounds = (without.decided - withPeople.decided) / every
    assert.ok(rounds >= 2 && rounds <= 3.5, `${rounds} rounds`)
    assert.equal(without.supported, undefined)
    assert.ok(withPeople.confidence > without.confidence && withPeople.confidence < 0.95)
  })

  it('does not overrule who has seen it work since people began to report', () => {
    const kolkatas: Behaviour = (target, vantagePoint, at) =>
      vantagePoint === 'kolkata' ? silent(60)(target, vantagePoint, at) : fine
    const judgements = judged({ people: rising(60, { facebook: crowd(700) }), behaviour: kolkatas })
    assert.equal(outageOf(judgements, 'facebook/website'), undefined)
    assert.deepEqual(incidentsOf(judgements), [])
  })

  it('is in the timeline of the incident, and so is the first official word, each once', () => {
    const word = (second: number, more: { claims?: 'operational' } = {}): Evidence => ({
      kind: 'statement',
      id: `w-${second}`,
      at: start + second * seconds,
      service: 'facebook',
      source: { kind: 'page', url: 'https://status.facebook.test/' },
      title: 'A word',
      text: '',
      ...more,
    })
    const judgements = judged({
      people: rising(60, { facebook: crowd(700) }),
      behaviour: silent(60),
      beside: [word(10), word(100, { claims: 'operational' }), word(150), word(200)],
    })
    const [incident] = incidentsOf(judgements)
    const heard = incident?.timeline.filter(
      ({ code }) => code === 'people_report' || code === 'official_word',
    )
    assert.deepEqual(
      heard?.map(({ code, at, service }) => [code, (at - start) / seconds, service]),
      [
        ['people_report', 60, 'facebook'],
        ['official_word', 150, 'facebook'],
      ],
    )
    assert.deepEqual(heard.at(-1)?.evidence, ['w-150'])
  })
})

describe('the fold of what people say', () => {
  const night: Night = {
    people: second =>
      second > 150 && second < 240 ? undefined : rising(60, { facebook: crowd(700), jio: crowd(90) })(second),
    behaviour: silent(62),
    lasts: 400 * seconds,
  }
  const records = recordOf(night)
  const whole = JSON.stringify(judged(night))

  it('gives the same judgements, byte for byte, each time', () => {
    assert.equal(JSON.stringify(judged(night)), whole)
  })

  it('goes on from a snapshot at any place as if it had never stopped', () => {
    let judge = createJudge()
    const judgements = records.flatMap((record, index) => {
      if (index % 89 === 0) judge = createJudge(judge.snapshot())
      return judge.apply(record)
    })
    assert.equal(JSON.stringify(judgements), whole)
  })

  it('forgets services that are no longer watched, and keeps what is usual of the others', () => {
    const judge = createJudge()
    for (const record of records) judge.apply(record)
    const hours = judge.usuals().find(({ service }) => service === 'facebook')?.perMinute
    const known = hours?.filter(value => value !== null) ?? []
    assert.ok(known.length >= 23 && known.every(value => value > 15 && value < 25), String(known))
    const at = start + 500 * seconds
    const fewer: Evidence = { kind: 'catalogue', id: 'c2', at, catalogue: catalogueOf([facebook], every) }
    judge.apply({ v: 1, seq: records.length + 1, received: at, evidence: fewer })
    assert.deepEqual(
      judge.usuals().map(({ service }) => service),
      ['facebook'],
    )
    assert.equal(judge.snapshot().includes('whatsapp'), false)
  })
})
