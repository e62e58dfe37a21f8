import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { seededRandom } from '../base/random.ts'
import type { Catalogue, Target } from '../model/service.ts'
import type { Outcome } from '../model/weight.ts'
import { afterLook, firstSlot, Plan, planPolicy, type Slot } from './plan.ts'

const every = 20_000
const target = (id: string): Target => ({ id, probe: 'tcp', spec: {}, every, timeout: 5000 })

function catalogueOf(ids: readonly string[], foundations: readonly string[] = []): Catalogue {
  const component = { id: 'site', names: { en: 'Site' }, role: 'app' as const, needs: 'all' as const }
  return {
    services: [
      {
        id: 'a',
        names: { en: 'A' },
        operator: 'A',
        timeZone: 'Etc/UTC',
        homepage: 'https://a.test/',
        category: 'test',
        official: [],
        components: [{ ...component, targets: [...ids], foundations: [...foundations] }],
      },
    ],
    targets: [...ids, ...foundations].map(target),
    controls: [],
  }
}

describe('a slot', () => {
  const random = seededRandom(1)
  const run = (outcomes: readonly Outcome[]): Slot[] => {
    let slot = firstSlot(target('a'), 'here', 0)
    return outcomes.map(outcome => {
      slot = afterLook(slot, outcome, slot.due + 50, random)
      return slot
    })
  }

  it('is content with one good look at the start, and comes again in the next round', () => {
    const slots = run(['ok', 'ok', 'ok'])
    assert.deepEqual(
      slots.map(({ attempt }) => attempt),
      [0, 0, 0],
    )
    assert.ok((slots[0]?.due ?? 0) > every / 2)
  })

  it('waits no second more after a look that waited long in vain', () => {
    const slot = firstSlot(target('a'), 'here', 0)
    const ended = slot.due + 4_000
    assert.equal(afterLook(slot, 'failed', ended, random).due, ended + planPolicy.quickRest)
  })

  it('comes again sooner while it fails, where its target says so', () => {
    const rare = { ...target('zone'), whileFailing: every / 5 }
    let slot = firstSlot(rare, 'here', 0)
    const waits: number[] = []
    for (const outcome of [
      'ok',
      'failed',
      'failed',
      'failed',
      'failed',
      'failed',
      'ok',
      'ok',
      'ok',
      'ok',
      'ok',
    ]) {
      slot = afterLook(slot, outcome as Outcome, slot.due + 50, random)
      if (slot.attempt === 0) waits.push(slot.due - slot.ended)
    }
    const [first = 0, failing = 0] = waits
    assert.ok(first > every / 2, `${waits}`)
    assert.ok(failing < every / 4, `${waits}`)
    assert.ok((waits.at(-1) ?? 0) > every / 2, `${waits}`)
  })

  it('looks again within about a second after a first failure, until four looks agree', () => {
    const slots = run(['ok', 'failed', 'failed', 'failed', 'failed', 'failed'])
    assert.deepEqual(
      slots.map(({ attempt }) => attempt),
      [0, 1, 2, 3, 0, 0],
    )
    for (const slot of slots.slice(1, 4)) {
      const wait = slot.due - slot.ended + 50
      assert.ok(
        Math.abs(wait - planPolicy.quickAfter) <= planPolicy.quickAfter * planPolicy.jitter,
        `${wait}`,
      )
    }
  })

  it('looks as closely when it comes back', () => {
    const slots = run(['failed', 'failed', 'failed', 'failed', 'ok', 'ok', 'ok', 'ok'])
    assert.deepEqual(
      slots.map(({ attempt }) => attempt),
      [1, 2, 3, 0, 1, 2, 3, 0],
    )
  })

  it('spends no more than six quick looks a round on what cannot decide', () => {
    const flapping = Array.from({ length: 14 }, (_, n): Outcome => (n % 2 === 0 ? 'failed' : 'ok'))
    const slots = run(flapping)
    assert.deepEqual(
      slots.map(({ attempt }) => attempt),
      [1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6, 0],
    )
  })

  it('keeps its rhythm: a late look does not shift the rounds after it', () => {
    const slot = firstSlot(target('a'), 'here', 0)
    const late = afterLook(slot, 'ok', slot.due + 3 * every + 7, random)
    assert.equal((late.round - slot.round) % every, 0)
    assert.ok(late.round > slot.due + 3 * every + 7)
  })
})

describe('a plan', () => {
  it('has looked at a thousand targets once within one interval, never many at a time', () => {
    const plan = new Plan('here', seededRandom(1))
    plan.follow(catalogueOf(Array.from({ length: 1000 }, (_, n) => `tcp:host-${n}:443`)), 0)
    const perSecond: number[] = []
    const looked = new Set<string>()
    for (let now = 0; now <= every; now += 1000) {
      const due = plan.due(now)
      perSecond.push(due.length)
      for (const assignment of due) {
        looked.add(assignment.target.id)
        plan.begin(assignment)
        plan.end(assignment, 'ok', now)
      }
    }
    assert.equal(looked.size, 1000)
    assert.ok(Math.max(...perSecond) < 100, `${Math.max(...perSecond)} in one second`)
  })

  it('never lets a look overlap itself', () => {
    const plan = new Plan('here', seededRandom(1))
    plan.follow(catalogueOf(['a']), 0)
    const [assignment] = plan.due(every)
    assert.ok(assignment !== undefined)
    plan.begin(assignment)
    assert.deepEqual(plan.due(10 * every), [])
  })

  it('looks at what a target stands on as soon as the target changes, and the other way round', () => {
    const plan = new Plan('here', seededRandom(3))
    plan.follow(catalogueOf(['https:a'], ['dns:a']), 0)
    const step = (id: string, outcome: Outcome, now: number) => {
      const assignment = { target: target(id), due: now, attempt: 0 }
      plan.begin(assignment)
      plan.end(assignment, outcome, now)
    }
    step('dns:a', 'ok', every)
    step('https:a', 'ok', every)
    assert.deepEqual(plan.due(every + 5000), [])
    step('https:a', 'failed', every + 5000)
    assert.ok(plan.due(every + 5000).some(({ target: { id } }) => id === 'dns:a'))
    step('dns:a', 'failed', every + 8000)
    assert.ok(plan.due(every + 8000).some(({ target: { id } }) => id === 'https:a'))
  })

  it('looks again at what was looked at just before the change, a little later', () => {
    const plan = new Plan('here', seededRandom(3))
    plan.follow(catalogueOf(['https:a'], ['dns:a']), 0)
    const step = (id: string, outcome: Outcome, now: number) => {
      plan.begin({ target: target(id), due: now, attempt: 0 })
      plan.end({ target: target(id), due: now, attempt: 0 }, outcome, now)
    }
    for (const id of ['dns:a', 'https:a']) step(id, 'ok', every)
    step('https:a', 'ok', every + 5000)
    step('dns:a', 'failed', every + 6000)
    const asks = (now: number) => plan.due(now).some(({ target: { id } }) => id === 'https:a')
    assert.deepEqual([asks(every + 6500), asks(every + 7000)], [false, true])
  })

  it('takes no fault of its own for a good look', () => {
    const plan = new Plan('here', seededRandom(5))
    plan.follow(catalogueOf(['a']), 0)
    const attempts: number[] = []
    let now = every
    for (const outcome of ['failed', 'failed', 'failed', 'failed', undefined, 'failed', 'failed'] as const) {
      while (plan.due(now).length === 0) now += 100
      const [assignment] = plan.due(now)
      assert.ok(assignment !== undefined)
      attempts.push(assignment.attempt)
      plan.begin(assignment)
      plan.end(assignment, outcome, now)
    }
    assert.deepEqual(attempts, [0, 1, 2, 3, 0, 0, 0])
  })

  it('keeps the place of what stays when the catalogue changes', () => {
    const plan = new Plan('here', seededRandom(1))
    plan.follow(catalogueOf(['a']), 0)
    const [before] = plan.due(10 * every)
    plan.follow(catalogueOf(['a', 'b']), 9_999)
    assert.deepEqual(
      plan.due(10 * every).find(({ target: { id } }) => id === 'a'),
      before,
    )
    plan.follow(catalogueOf(['b']), 9_999)
    assert.ok(!plan.due(10 * every).some(({ target: { id } }) => id === 'a'))
  })
})
