import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { haveServers } from '../../../test/internet/dns/daemon.ts'
import { type NameWorld, startNameWorld } from '../../../test/internet/dns/world.ts'
import { systemClock } from '../../base/clock.ts'
import { systemRandom } from '../../base/random.ts'
import { createDelegationMemory } from './delegation.ts'
import type { WalkOptions } from './trip.ts'
import { type Cut, walkName } from './walk.ts'

describe('walkName', { skip: !haveServers && 'knot and unbound are not installed' }, () => {
  let world: NameWorld

  const options = (changes: Partial<WalkOptions> = {}): WalkOptions => ({
    rootServers: [world.root],
    port: world.place.port,
    families: [4],
    delegations: createDelegationMemory(),
    timeout: 3000,
    clock: systemClock,
    random: systemRandom,
    signal: new AbortController().signal,
    ...changes,
  })
  const path = (cuts: readonly Cut[]) => cuts.map(({ zone, outcome }) => `${zone} ${outcome}`)
  const failures = (cut: Cut | undefined) => cut?.asked.map(({ failure }) => failure)

  before(async () => {
    world = await startNameWorld()
  })
  after(() => world.stop())

  it('goes from the root to every address of the zone that has the say', async () => {
    const { cuts, values } = await walkName('www.example.test', 'A', options())
    assert.deepEqual(path(cuts), ['. referral', 'test referral', 'example.test answer'])
    assert.deepEqual(values, ['192.0.2.1'])
    assert.deepEqual(
      cuts
        .at(-1)
        ?.asked.map(({ address }) => address)
        .sort(),
      [21, 22, 23, 24].map(world.place.address),
    )
    assert.ok(cuts.at(-1)?.asked.every(({ aa, rcode }) => aa && rcode === 'NOERROR'))
  })

  it('asks a remembered delegation first, so that parents are left in peace', async () => {
    const delegations = createDelegationMemory()
    await walkName('www.example.test', 'A', options({ delegations }))
    const { cuts } = await walkName('text.example.test', 'TXT', options({ delegations }))
    assert.deepEqual(path(cuts), ['example.test answer'])
  })

  it('finds servers that have no glue by a walk of their own, and follows an alias to another zone', async () => {
    const { cuts, values, aliases } = await walkName('alias.example.test', 'A', options())
    assert.deepEqual(values, ['192.0.2.5'])
    assert.deepEqual(aliases, ['www.outside.test'])
    assert.deepEqual(path(cuts).slice(2), ['example.test alias', 'test referral', 'outside.test answer'])
  })

  it('follows an alias within a zone by the one answer', async () => {
    const { values, aliases } = await walkName('near.example.test', 'A', options())
    assert.deepEqual([values, aliases], [['192.0.2.1'], ['www.example.test']])
  })

  it('names the one lame server of four', async () => {
    const { cuts, values } = await walkName('www.lame.test', 'A', options())
    assert.deepEqual(values, ['192.0.2.2'])
    const lame = cuts.at(-1)?.asked.filter(({ failure }) => failure === 'dns_refused_error')
    assert.deepEqual(
      lame?.map(({ host }) => host),
      ['d.ns.lame.test'],
    )
  })

  it('says within its time that all servers are silent', async () => {
    const began = performance.now()
    const { cuts } = await walkName('www.dark.test', 'A', options({ timeout: 900 }))
    assert.ok(performance.now() - began < 1000)
    assert.equal(cuts.at(-1)?.outcome, 'failed')
    assert.deepEqual(failures(cuts.at(-1)), ['dns_timeout_error', 'dns_timeout_error'])
  })

  it('tells a denial by the registry from one by the zone, and a name without such a record', async () => {
    const unregistered = await walkName('www.nobody.test', 'A', options())
    assert.deepEqual(path(unregistered.cuts), ['. referral', 'test nxdomain'])
    const missing = await walkName('nothing.example.test', 'A', options())
    assert.equal(path(missing.cuts).at(-1), 'example.test nxdomain')
    const other = await walkName('text.example.test', 'A', options())
    assert.equal(path(other.cuts).at(-1), 'example.test nodata')
  })

  it('says that a registry is unreachable', async () => {
    const { cuts } = await walkName('www.any.gone', 'A', options({ timeout: 900 }))
    assert.deepEqual(path(cuts), ['. referral', 'gone failed'])
  })

  it('takes an answer that was cut off over TCP', async () => {
    assert.equal((await walkName('many.example.test', 'A', options())).values.length, 120)
  })

  it('asks the parents again when a delegation older than a minute fails, and only then', async () => {
    const stale = (age: number) => {
      const delegations = createDelegationMemory()
      delegations.set('example.test', {
        zone: 'example.test',
        nameServers: [{ host: 'old.ns.example.test', addresses: [world.place.address(31)] }],
        learned: Date.now() - age,
        expires: Date.now() + 3_600_000,
      })
      return options({ delegations, timeout: 900 })
    }
    const moved = await walkName('www.example.test', 'A', stale(120_000))
    assert.deepEqual(moved.values, ['192.0.2.1'])
    assert.deepEqual(path(moved.cuts), ['. referral', 'test referral', 'example.test answer'])
    const young = await walkName('www.example.test', 'A', stale(1000))
    assert.deepEqual(path(young.cuts), ['example.test failed'])
  })

  it('tells what the remembered servers did even where their parents are silent', async () => {
    const delegations = createDelegationMemory()
    delegations.set('dark.test', {
      zone: 'dark.test',
      nameServers: [{ host: 'a.ns.dark.test', addresses: [world.place.address(31)] }],
      learned: Date.now() - 120_000,
      expires: Date.now() + 3_600_000,
    })
    const rootServers = [`${world.place.address(32)}:${world.place.port}`]
    const { cuts } = await walkName('www.dark.test', 'A', options({ delegations, rootServers, timeout: 900 }))
    assert.deepEqual(path(cuts), ['. failed', 'dark.test failed'])
  })

  it('forgets a delegation that the registry has withdrawn', async () => {
    const delegations = createDelegationMemory()
    delegations.set('nobody.test', {
      zone: 'nobody.test',
      nameServers: [{ host: 'ns.nobody.test', addresses: [world.place.address(31)] }],
      learned: Date.now() - 120_000,
      expires: Date.now() + 3_600_000,
    })
    const { cuts } = await walkName('www.nobody.test', 'A', options({ delegations, timeout: 900 }))
    assert.deepEqual(path(cuts), ['. referral', 'test nxdomain'])
    assert.equal(delegations.get('nobody.test', Date.now()), undefined)
  })
})
