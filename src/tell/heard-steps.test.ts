import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PostCounts, ReportCounts, ServiceReports } from '../model/heard.ts'
import { createHeardSteps, heardStep, heardSteps } from './heard-steps.ts'

const minute = 60_000
const ten = 10_000

function reports(from: number, counted: number, rest: Partial<ServiceReports> = {}): ReportCounts {
  const shop: ServiceReports = {
    taken: counted,
    counted,
    held: {},
    components: { web: counted },
    problems: {},
    places: { here: counted },
    carriers: {},
    networks: 1,
    largestNetwork: 1,
    reporters: counted,
    ...rest,
  }
  const services = counted === 0 ? {} : { shop }
  return {
    kind: 'report_counts',
    id: `r${from}`,
    at: from + ten,
    from,
    to: from + ten,
    through: 0,
    error: 0,
    services,
  }
}

function posts(from: number, counted: number, stream = 'bluesky'): PostCounts {
  const services = { shop: { counted, languages: { bn: counted }, components: { web: counted } } }
  return { kind: 'post_counts', id: `p${from}`, at: from + ten, from, to: from + ten, stream, services }
}

/** Minutes of listening by windows of ten seconds, in the first of which people report. */
function listened(minutes: number, people: number, from = 0): ReportCounts[] {
  return Array.from({ length: minutes * 6 }, (_, index) =>
    reports(from + index * ten, index === 0 ? people : 0),
  )
}

test('windows add up to steps of ten minutes, and a rate is one of the time that was listened to', () => {
  const heard = createHeardSteps()
  for (const counts of [...listened(10, 40), ...listened(6, 30, heardStep)]) heard.add(counts)
  const [first, second] = heard.of('shop', 3 * heardStep).slice(-3)
  assert.deepEqual(first, {
    from: 0,
    perMinute: 4,
    people: 40,
    components: { web: 40 },
    places: { here: 40 },
    held: {},
  })
  assert.equal(second?.perMinute, 5)
})

test('a step of which less than half was listened to is unknown, and never calm', () => {
  const heard = createHeardSteps()
  for (const counts of listened(4, 40)) heard.add(counts)
  const steps = heard.of('shop', 2 * heardStep)
  assert.equal(steps.length, heardSteps)
  assert(steps.every(step => step.perMinute === null))
  for (const counts of listened(1, 0, 4 * minute)) heard.add(counts)
  assert.equal(heard.of('shop', 2 * heardStep).at(-2)?.perMinute, 8)
  assert.equal(heard.of('another', 2 * heardStep).at(-2)?.perMinute, 0)
})

test('the step under way is shown by its time so far, once it has lasted a minute', () => {
  const heard = createHeardSteps()
  for (const counts of listened(3, 12)) heard.add(counts)
  assert.deepEqual(heard.of('shop', 0.5 * minute).at(-1)?.from, -heardStep)
  assert.equal(heard.of('shop', 3 * minute).at(-1)?.perMinute, 4)
})

test('posts add their people; of several ears the one that heard longest says how long', () => {
  const heard = createHeardSteps()
  for (const counts of listened(10, 10)) heard.add(counts)
  heard.add(posts(0, 20))
  heard.add(posts(0, 10, 'mastodon'))
  const step = heard.of('shop', 2 * heardStep).at(-2)
  assert.equal(step?.perMinute, 4)
  assert.deepEqual(step?.components, { web: 40 })
})

test('what was held back is kept by why, and is no people', () => {
  const heard = createHeardSteps()
  for (const counts of listened(10, 0)) heard.add(counts)
  heard.add(reports(ten, 2, { taken: 402, held: { network: 390, refused: 10 } }))
  const step = heard.of('shop', 2 * heardStep).at(-2)
  assert.deepEqual([step?.people, step?.held], [2, { network: 390, refused: 10 }])
})

test('what is older than a day is forgotten', () => {
  const heard = createHeardSteps()
  for (const counts of listened(10, 40)) heard.add(counts)
  for (const counts of listened(10, 40, (heardSteps + 1) * heardStep)) heard.add(counts)
  assert.equal(heard.of('shop', 2 * heardStep).at(-2)?.perMinute, null)
  heard.add(reports(0, 5))
  assert.equal(heard.of('shop', 2 * heardStep).at(-2)?.people, 0)
})
