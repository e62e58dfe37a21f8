import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Random, seededRandom } from '../../src/base/random.ts'
import { createJudge } from '../../src/judge/fold.ts'
import { policy } from '../../src/listen/policy.ts'
import { createCounter } from '../../src/listen/reports/count.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import type { ReportCounts } from '../../src/model/heard.ts'
import type { Judgement } from '../../src/model/judgement.ts'
import type { KeptReport } from '../../src/model/report.ts'
import type { Voice } from '../../src/model/voice.ts'
import { fine, simulate } from '../../test/evidence/world.ts'
import { poisson } from './chance.ts'
import { usualPerMinute } from './night.ts'
import { floodedIds } from './people.ts'
import { usualWindows } from './weeks.ts'

const { windowMs } = policy.reports
const hour = 3_600_000
const start = Date.UTC(2021, 9, 3)
/** More than a day is learnt before. */
const strikes = start + 30 * hour

interface Brigade {
  readonly reports: number
  readonly lasts: number
  readonly sender: (random: Random) => Partial<KeptReport>
}

/** What the judge says of a service that all probes see well, while a brigade reports it. */
function judged({ reports, lasts, sender }: Brigade): { told: Judgement[]; held: number; counted: number } {
  const random = seededRandom(5)
  const counter = createCounter()
  const heard: ReportCounts[] = [...usualWindows(start, strikes, random)]
  for (let from = strikes; from < strikes + lasts + hour; from += windowMs) {
    counter.open(from)
    const expected = (usualPerMinute('facebook', from) * windowMs) / 60_000
    for (let n = poisson(expected, random); n > 0; n--) counter.take([report(random, from)])
    const due = from < strikes + lasts ? poisson((reports * windowMs) / lasts, random) : 0
    for (let n = 0; n < due; n++) counter.take([report(random, from, sender(random))])
    heard.push(counter.close(from + windowMs, from, new Map()))
  }
  const records = simulate({
    services: floodedIds.map(id => ({
      id,
      components: ['website'],
      nameServers: ['192.0.2.1'],
      address: '203.0.113.1',
    })),
    vantagePoints: ['kolkata', 'dhaka', 'berlin'],
    start: strikes - hour,
    lasts: lasts + 2 * hour,
    every: 60_000,
    behaviour: () => fine,
    beside: heard as Evidence[],
  })
  const judge = createJudge()
  const ordered = records.toSorted((a, b) => a.received - b.received || a.seq - b.seq)
  // The catalogue is in force before what was counted earlier.
  const [catalogue] = ordered.filter(({ evidence }) => evidence.kind === 'catalogue')
  const told = (catalogue === undefined ? [] : [{ ...catalogue, received: start }, ...ordered]).flatMap(
    (record, n) => judge.apply({ ...record, seq: n + 1 }),
  )
  const during = heard
    .filter(({ from }) => from >= strikes)
    .flatMap(({ services }) => services['facebook'] ?? [])
  return {
    told,
    counted: during.reduce((sum, each) => sum + each.counted, 0),
    held: during.reduce((sum, each) => sum + each.taken - each.counted, 0),
  }
}

function report(random: Random, at: number, more: Partial<KeptReport> = {}): KeptReport {
  const half = () => BigInt(Math.floor(2 ** 32 * random()))
  return {
    service: 'facebook',
    components: ['website'],
    problem: 'unreachable',
    at,
    person: (half() << 32n) | half(),
    network: Math.floor(2 ** 32 * random()),
    ...more,
  }
}

const incidents = (told: readonly Judgement[]) => told.filter(({ kind }) => kind === 'incident')
const raised = (told: readonly Judgement[]) =>
  told.filter((each): each is Voice => each.kind === 'voice' && each.state === 'raised')

describe('a brigade against a healthy service', () => {
  const few: Record<string, Brigade> = {
    'of one network': { reports: 50_000, lasts: hour / 4, sender: () => ({ network: 7 }) },
    'of one gateway that claims many networks': {
      reports: 50_000,
      lasts: hour / 4,
      sender: () => ({ gateway: 'bot' }),
    },
    'of one network, slowly over hours': { reports: 10_000, lasts: 4 * hour, sender: () => ({ network: 7 }) },
    'without the proofs that were asked for': {
      reports: 50_000,
      lasts: hour / 4,
      sender: () => ({ proved: false }),
    },
  }
  for (const [what, brigade] of Object.entries(few)) {
    it(`${what} raises no voice and makes no incident`, () => {
      const { told, held, counted } = judged(brigade)
      assert.deepEqual(incidents(told), [])
      assert.deepEqual(raised(told), [])
      assert.ok(held > 0.9 * brigade.reports, `${held} held back, ${counted} counted`)
    })
  }

  it('of one place through two thousand networks may be a voice of few, and makes no incident', () => {
    const sender = (random: Random) => ({ network: Math.floor(2000 * random()), place: 'kolkata' })
    const { told } = judged({ reports: 50_000, lasts: hour / 4, sender })
    assert.deepEqual(incidents(told), [])
    assert.ok(raised(told).every(({ scope }) => scope === 'few'))
  })

  it('of thirty networks never sounds like more than five times the usual, and makes no incident', () => {
    const sender = (random: Random) => ({ network: Math.floor(30 * random()) })
    const { told } = judged({ reports: 50_000, lasts: hour / 4, sender })
    assert.deepEqual(incidents(told), [])
    assert.ok(raised(told).every(({ perMinute, usual }) => perMinute < 5 * usual))
  })
})
