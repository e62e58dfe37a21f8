import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Crowd, crowd, poisson, postCounts, reportCounts } from '../../../test/evidence/people.ts'
import { seededRandom } from '../../base/random.ts'
import type { Voice } from '../../model/voice.ts'
import { Voices } from './voices.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** A Monday. */
const start = Date.UTC(2026, 0, 5)

/** Voices over one service that works, and what they said. */
function listen() {
  const said: Voice[] = []
  let now = start
  const voices = new Voices(
    {
      now: () => now,
      newId: prefix => `${prefix}-${said.length}`,
      services: () => ['shop'],
      isCarrier: () => false,
      outageOf: () => undefined,
      isWell: () => true,
    },
    { sources: new Map(), services: new Map() },
  )
  const passTo = (at: number) => {
    now = at
    voices.pass()
    said.push(...voices.drain())
  }
  return {
    voices,
    said,
    raised: () => said.filter(({ state }) => state === 'raised'),
    passTo,
    /** Reports of windows from a time to another, so many in each. */
    reports(from: number, to: number, counted: (at: number) => number, step = minute) {
      for (let at = from; at < to; at += step) {
        now = at + step
        voices.hearReports(reportCounts(at, now, { shop: { counted: counted(at) } }))
        passTo(now)
      }
    },
    posts(from: number, to: number, authors: (at: number) => number, step = minute) {
      for (let at = from; at < to; at += step) {
        now = at + step
        voices.hearPosts(postCounts('bluesky', at, now, { shop: authors(at) }))
        passTo(now)
      }
    },
  }
}

/** People a minute who come evenly, in windows of ten seconds. */
function evenly(perMinute: number, seed = 3): () => number {
  const random = seededRandom(seed)
  return () => poisson(perMinute / 6, random)
}

const twenty: Crowd = { perMinute: 20, spread: 0.05, waves: 0 }

describe('more people than usual', () => {
  it('are told within a minute where they are thousands, after ten seconds even', () => {
    const heard = listen()
    heard.reports(start, start + 14 * day, crowd(twenty, 1))
    heard.reports(start + 14 * day, start + 14 * day + 2 * minute, evenly(4000), 10_000)
    const [voice] = heard.raised()
    assert.equal(voice?.since, start + 14 * day)
    assert.equal(voice.decided, start + 14 * day + 10_000)
    assert.ok(voice.usual > 5 && voice.usual < 40)
  })

  it('are told within a few minutes where they are thrice as many', () => {
    const heard = listen()
    heard.reports(start, start + 14 * day, crowd(twenty, 1))
    const fall = start + 14 * day + 16 * hour
    heard.reports(start + 14 * day, fall, crowd(twenty, 2))
    assert.deepEqual(heard.raised(), [])
    const usual = heard.voices.usuals()[0]?.perMinute[16] ?? 0
    heard.reports(fall, fall + 5 * minute, evenly(3 * usual), 10_000)
    assert.equal(heard.raised().length, 1)
  })

  it('are thousands, not three reports, where nothing is known yet', () => {
    const quiet = listen()
    quiet.reports(start, start + hour, () => 1, 20_000)
    assert.deepEqual(quiet.raised(), [])
    const loud = listen()
    loud.reports(start, start + minute, evenly(4000), 10_000)
    assert.equal(loud.raised().length, 1)
  })

  it('stay so for six hours, and are usual again once it has been calm; what lasts for days is the new usual', () => {
    const heard = listen()
    heard.reports(start, start + 14 * day, crowd(twenty, 1))
    const fall = start + 14 * day
    heard.reports(fall, fall + 6 * hour, crowd({ perMinute: 600, spread: 0.3, waves: 0.3 }, 2))
    assert.equal(heard.said.at(-1)?.state, 'raised')
    assert.ok((heard.said.at(-1)?.usual ?? 0) < 40)
    heard.reports(fall + 6 * hour, fall + 7 * hour, crowd(twenty, 3))
    const last = heard.said.at(-1)
    assert.deepEqual([last?.state, last?.scope], ['usual', 'everywhere'])
    assert.ok(Math.abs((last?.since ?? 0) - (fall + 6 * hour)) <= 15 * minute)

    heard.reports(fall + 7 * hour, fall + 6 * day, crowd({ ...twenty, perMinute: 100 }, 4))
    assert.equal(heard.said.at(-1)?.state, 'usual')
    assert.ok((heard.said.at(-1)?.usual ?? 0) > 40)
  })

  it('are said again when they are another order, not with each wave', () => {
    const heard = listen()
    heard.reports(start, start + 7 * day, crowd(twenty, 1))
    const fall = start + 7 * day
    heard.reports(fall, fall + 10 * minute, evenly(300), 10_000)
    heard.reports(fall + 10 * minute, fall + 30 * minute, evenly(4000, 4), 10_000)
    const rates = heard.raised().map(({ perMinute }) => perMinute)
    assert.ok(rates.length <= 4 && (rates.at(-1) ?? 0) > 900, String(rates))
    assert.equal(new Set(heard.raised().map(({ since }) => since)).size, 1)
  })

  it('may be authors of public posts, and both kinds of source are named', () => {
    const heard = listen()
    heard.posts(start, start + 2 * day, crowd({ perMinute: 3, spread: 0.3, waves: 0 }, 1))
    assert.deepEqual(heard.raised(), [])
    heard.posts(start + 2 * day, start + 2 * day + minute, () => 60, 10_000)
    assert.deepEqual(heard.raised()[0]?.sources, ['posts'])
  })
})

describe('what is usual', () => {
  it('is hardly ever raised by evenings, weekends, waves and chance: less than once in two service-years', () => {
    const crowds = [0.05, 0.5, 5, 40, 300].flatMap(perMinute =>
      [0.05, 0.5, 1].flatMap(spread => [0, 0.3].map(waves => ({ perMinute, spread, waves }))),
    )
    const days = 30
    // Some of them are wild: their variance is up to three hundred times their mean.
    const raised = crowds.flatMap((each, n) => {
      const heard = listen()
      heard.reports(start, start + days * day, crowd(each, 100 + n))
      return [...new Set(heard.raised().map(({ since }) => since))].map(since => ({ ...each, since }))
    })
    const serviceYears = (crowds.length * days) / 365
    assert.ok(raised.length < serviceYears / 2, JSON.stringify(raised))
  })

  it('is learnt for each hour of the week', () => {
    const heard = listen()
    heard.reports(start, start + 8 * day, at => (new Date(at).getUTCHours() === 20 ? 12 : 6))
    const [usual] = heard.voices.usuals()
    assert.deepEqual(
      [3, 20, 44, 100].map(slot => usual?.perMinute[slot]),
      [6, 12, 12, 6],
    )
    assert.deepEqual(heard.raised(), [])
  })

  it('is unharmed by gaps, and while nobody listens nothing is known', () => {
    const heard = listen()
    heard.reports(start, start + 7 * day, crowd(twenty, 1))
    heard.passTo(start + 7 * day + 2 * minute)
    // Said once before anything is known, and once more when it is.
    assert.deepEqual(
      heard.said.map(({ state }) => state),
      ['usual', 'usual', 'unheard'],
    )
    assert.ok((heard.said[0]?.confidence ?? 1) < (heard.said[1]?.confidence ?? 0))
    assert.equal(heard.said[2]?.since, start + 7 * day)
    heard.reports(start + 9 * day + 20 * hour, start + 11 * day, crowd(twenty, 2))
    assert.equal(heard.said.at(-1)?.state, 'usual')
    assert.deepEqual(heard.raised(), [])
  })

  it('is not told by windows that come late, or twice', () => {
    const heard = listen()
    heard.reports(start, start + hour, () => 2)
    heard.passTo(start + 2 * hour)
    const before = heard.said.length
    heard.voices.hearReports(reportCounts(start + hour, start + hour + 10_000, { shop: { counted: 5000 } }))
    heard.passTo(start + 2 * hour)
    assert.equal(heard.said.length, before)
  })
})
