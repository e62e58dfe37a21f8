import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { systemClock } from '../base/clock.ts'
import { seededRandom } from '../base/random.ts'
import type { Observation } from '../model/observation.ts'
import type { Catalogue, Target } from '../model/service.ts'
import { Etiquette } from './etiquette.ts'
import { watch } from './watch.ts'

const target = (id: string): Target => ({ id, probe: 'tcp', spec: id, every: 50, timeout: 1000 })

function catalogueOf(ids: readonly string[]): Catalogue {
  const component = { id: 'site', names: { en: 'Site' }, role: 'app' as const, needs: 'all' as const }
  const about = {
    names: { en: 'A' },
    operator: 'A',
    timeZone: 'Etc/UTC',
    homepage: 'https://a.test/',
    category: 'test',
  }
  const components = [{ ...component, targets: [...ids], foundations: [] }]
  return {
    services: [{ id: 'a', ...about, official: [], components }],
    targets: ids.map(target),
    controls: [],
  }
}

const seen = ({ id }: Target): Observation => ({
  kind: 'observation',
  id,
  at: 1,
  vantagePoint: 'here',
  probe: 'tcp',
  target: id,
  attempt: 0,
  ms: 1,
  controls: { seen: 0, asked: 0 },
  steps: [],
  findings: [],
})

describe('the watch', () => {
  it('keeps within its manners, follows a new catalogue, and waits for what is under way when it stops', async () => {
    const stop = new AbortController()
    let catalogue = catalogueOf(['a', 'b', 'c', 'd', 'e', 'f'])
    const looked: string[] = []
    let underWay = 0
    let most = 0
    const running = watch({
      vantagePoint: 'here',
      catalogue: () => catalogue,
      closer: () => [],
      hostsOf: ({ id }) => [id],
      async carryOut({ target }) {
        underWay++
        most = Math.max(most, underWay)
        await systemClock.sleep(30)
        underWay--
        return seen(target)
      },
      emit: ({ target }) => void looked.push(target),
      clock: systemClock,
      random: seededRandom(1),
      signal: stop.signal,
      manners: { atOnce: 2, perHost: 1 },
    })
    await systemClock.sleep(600)
    catalogue = catalogueOf(['g'])
    await systemClock.sleep(500)
    stop.abort()
    await running
    assert.equal(underWay, 0)
    assert.equal(most, 2)
    assert.deepEqual([...new Set(looked)].sort(), ['a', 'b', 'c', 'd', 'e', 'f', 'g'])
  })
})

it('looks at once, and once, at what it is asked to look at more closely', async () => {
  const stop = new AbortController()
  const hour = 3_600_000
  const catalogue = catalogueOf(['a', 'b'])
  const rare = { ...catalogue, targets: catalogue.targets.map(each => ({ ...each, every: hour })) }
  let closer: readonly string[] = []
  const looked: string[] = []
  const running = watch({
    vantagePoint: 'here',
    catalogue: () => rare,
    closer: () => closer,
    hostsOf: ({ id }) => [id],
    carryOut: async ({ target }) => seen(target),
    emit: ({ target }) => void looked.push(target),
    clock: systemClock,
    random: seededRandom(1),
    signal: stop.signal,
  })
  await systemClock.sleep(250)
  assert.deepEqual(looked, [])
  closer = ['b', 'unheard of']
  await systemClock.sleep(400)
  // Another list that asks for the same is no new wish.
  closer = [...closer]
  await systemClock.sleep(400)
  stop.abort()
  await running
  assert.deepEqual(looked, ['b'])
})

it('looks again while the controls are still asked about the last look', async () => {
  const stop = new AbortController()
  const begun: number[] = []
  const running = watch({
    vantagePoint: 'here',
    catalogue: () => catalogueOf(['a']),
    closer: () => [],
    hostsOf: ({ id }) => [id],
    async carryOut({ target }, _, looked) {
      begun.push(systemClock.now())
      looked('failed')
      await systemClock.sleep(5_000, stop.signal)
      return seen(target)
    },
    emit: () => {},
    clock: systemClock,
    random: seededRandom(1),
    signal: stop.signal,
    manners: { atOnce: 4, perHost: 1 },
  })
  await systemClock.sleep(1_700)
  stop.abort()
  await running
  const [first = 0, second = 0] = begun
  assert.ok(second - first > 800 && second - first < 1_500, `${begun.map(at => at - first)}`)
})

describe('etiquette', () => {
  it('lets no more looks in at one host than it says, and gives the place back', () => {
    const etiquette = new Etiquette({ atOnce: 3, perHost: 1 })
    assert.equal(etiquette.enter(['a']), true)
    assert.equal(etiquette.enter(['b', 'a']), false)
    assert.equal(etiquette.enter(['b']), true)
    etiquette.leave(['a'])
    assert.equal(etiquette.enter(['a']), true)
    assert.equal(etiquette.enter(['c']), true)
    assert.equal(etiquette.full, true)
    assert.equal(etiquette.enter(['d']), false)
  })
})
