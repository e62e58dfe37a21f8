import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Status } from '../model/status.ts'
import type { Verdict } from '../model/verdict.ts'
import { availability, historyDays, toDays } from './history.ts'

const at = (moment: string) => Date.parse(`${moment}Z`)

function verdict(status: Status, since: number): Verdict {
  return {
    kind: 'verdict',
    id: `${status}-${since}`,
    component: 'a/b',
    status,
    since,
    decided: since + 20_000,
    scope: 'nowhere',
    failing: [],
    fine: [],
    unsure: [],
    confidence: 1,
    evidence: [],
  }
}

test('an outage over midnight is shared out between its two days', () => {
  const verdicts = [
    verdict('operational', at('2021-10-01T00:00')),
    verdict('major_outage', at('2021-10-04T23:00')),
    verdict('operational', at('2021-10-05T02:00')),
  ]
  const days = toDays(verdicts, at('2021-10-05T12:00'))
  assert.equal(days.length, historyDays)
  assert.deepEqual(days.slice(-2), [
    { date: '2021-10-04', seen: 86_400, degraded: 0, partial: 0, major: 3600 },
    { date: '2021-10-05', seen: 43_200, degraded: 0, partial: 0, major: 7200 },
  ])
})

test('what was unknown, and what came before the first verdict, is not counted as seen', () => {
  const verdicts = [
    verdict('operational', at('2021-10-05T00:00')),
    verdict('unknown', at('2021-10-05T06:00')),
    verdict('operational', at('2021-10-05T10:00')),
  ]
  const days = toDays(verdicts, at('2021-10-05T12:00'))
  assert.equal(days.at(-1)?.seen, 8 * 3600)
  assert.equal(days.at(-2)?.seen, 0)
})

test('availability counts outages against the time seen, and says nothing of what nobody saw', () => {
  assert.equal(availability([{ date: 'd', seen: 1000, degraded: 500, partial: 50, major: 50 }]), 0.9)
  assert.equal(availability([{ date: 'd', seen: 0, degraded: 0, partial: 0, major: 0 }]), undefined)
})
