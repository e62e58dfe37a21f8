import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Clock } from '../base/clock.ts'
import { systemClock } from '../base/clock.ts'
import { lineLog } from '../base/log.ts'
import type { Catalogue } from '../model/service.ts'
import { followCatalogue } from './follow-catalogue.ts'
import type { Fetched } from './vantage-client.ts'

test('each new catalogue is told once; a silence is logged once, and so is its end', async () => {
  const catalogue = (control: string): Catalogue => ({ services: [], targets: [], controls: [control] })
  const away: Fetched = { outcome: 'unreachable', why: 'ECONNREFUSED' }
  const answers: Fetched[] = [
    away,
    away,
    { outcome: 'new', catalogue: catalogue('a'), leftOut: ['ntp:x'] },
    { outcome: 'unchanged' },
    away,
    { outcome: 'new', catalogue: catalogue('b'), leftOut: [] },
  ]
  const stop = new AbortController()
  const slept: number[] = []
  const clock: Clock = {
    ...systemClock,
    sleep: async ms => {
      slept.push(ms)
      if (answers.length === 0) stop.abort()
    },
  }
  const told: string[] = []
  const lines: string[] = []
  await followCatalogue({
    client: { catalogue: async () => answers.shift() ?? away },
    onNew: ({ controls }) => told.push(...controls),
    clock,
    log: lineLog(systemClock, line => lines.push(line)),
    signal: stop.signal,
  })
  assert.deepEqual(told, ['a', 'b'])
  assert.deepEqual(slept, [3_000, 3_000, 30_000, 30_000, 30_000, 30_000])
  assert.equal(lines.filter(line => line.includes('does not answer')).length, 2)
  assert.equal(lines.filter(line => line.includes('answers again')).length, 2)
  assert.match(lines.find(line => line.includes('left out')) ?? '', /ntp:x/)
})
