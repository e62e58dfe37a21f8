import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Daemon, haveServers } from '../../../../test/internet/dns/daemon.ts'
import { startUnbound } from '../../../../test/internet/dns/unbound.ts'
import { type NameWorld, startNameWorld } from '../../../../test/internet/dns/world.ts'
import { codesOf, lookingContext, lookOnce } from '../../../../test/internet/look.ts'
import { outcomeOf } from '../../../model/weight.ts'
import { createDelegationMemory } from '../../../net/dns/delegation.ts'
import type { ProbeContext, Reading } from '../../probe.ts'
import { createDnsProbe, dnsProbe } from './dns.ts'
import type { DnsDetail } from './run.ts'

describe('the dns probe', { skip: !haveServers && 'knot and unbound are not installed' }, () => {
  let world: NameWorld
  let resolver: Daemon

  const context = (changes: Partial<ProbeContext> = {}): ProbeContext =>
    lookingContext({
      timeout: 4000,
      resolvers: [`${world.place.address(9)}:${world.place.port}`],
      rootServers: [world.root],
      ...changes,
    })

  const look = (spec: unknown, changes: Partial<ProbeContext> = {}): Promise<Reading> =>
    lookOnce(createDnsProbe(world.place.port), spec, context(changes))
  const args = ({ findings }: Reading, code: string) => findings.find(one => one.code === code)?.args

  before(async () => {
    world = await startNameWorld()
    const { address } = world.place
    resolver = await startUnbound(world.place, address(9), {
      test: [address(12)],
      'example.test': [address(21)],
      'outside.test': [address(41)],
      'lame.test': [address(21)],
      'half.test': [address(21)],
      'dark.test': [address(31), address(32)],
      'alllame.test': [address(41)],
    })
  })
  after(async () => {
    await resolver.stop()
    await world.stop()
  })

  it('finds nothing where all is right, and says what the name stands on', async () => {
    const { findings, seen, steps } = await look('www.example.test')
    assert.deepEqual(findings, [])
    assert.equal(seen?.zone, 'example.test')
    assert.deepEqual(seen?.addresses, ['192.0.2.1'])
    assert.deepEqual(seen?.nameServers?.[0], {
      host: 'a.ns.example.test',
      addresses: [world.place.address(21)],
    })
    assert.deepEqual(
      steps.map(({ op }) => op),
      ['resolve', 'walk', 'walk', 'ask', 'ask', 'ask', 'ask'],
    )
    assert.ok(steps.every(({ failure }) => failure === undefined))
  })

  it('says that none of the name servers answers, while the resolver says SERVFAIL', async () => {
    const reading = await look('www.dark.test')
    assert.deepEqual(codesOf(reading), ['resolver_servfail', 'authoritative_unreachable'])
    assert.deepEqual(args(reading, 'authoritative_unreachable'), {
      name: 'www.dark.test',
      zone: 'dark.test',
      servers: [`a.ns.dark.test ${world.place.address(31)}`, `b.ns.dark.test ${world.place.address(32)}`],
      answered: 0,
      asked: 2,
    })
  })

  it('says that one of four servers is lame, and shows it in that step', async () => {
    const reading = await look('www.lame.test')
    assert.deepEqual(codesOf(reading), ['authoritative_lame'])
    assert.deepEqual(args(reading, 'authoritative_lame'), {
      name: 'www.lame.test',
      zone: 'lame.test',
      servers: [`d.ns.lame.test ${world.place.address(41)}`],
      answered: 3,
      asked: 4,
    })
    const failed = reading.steps.filter(({ failure }) => failure !== undefined)
    assert.deepEqual(
      failed.map(step => [step.with, step.failure]),
      [[`d.ns.lame.test ${world.place.address(41)}`, 'dns_refused_error']],
    )
  })

  it('says that some servers are silent, or that all are lame', async () => {
    assert.deepEqual(codesOf(await look('www.half.test')), ['authoritative_partly_unreachable'])
    assert.ok(codesOf(await look('www.alllame.test')).includes('authoritative_all_lame'))
  })

  it('tells a lost registration from a lost name and from a name without addresses', async () => {
    assert.deepEqual(codesOf(await look('www.nobody.test')), ['name_nxdomain', 'delegation_missing'])
    assert.deepEqual(codesOf(await look('nothing.example.test')), ['name_nxdomain', 'name_nxdomain'])
    assert.deepEqual(codesOf(await look('text.example.test')), ['name_nodata', 'name_nodata'])
  })

  it('sees a withdrawn delegation by the doubt that a resolver casts, while the old servers answer', async () => {
    const delegations = createDelegationMemory()
    delegations.set('nobody.test', {
      zone: 'nobody.test',
      nameServers: [{ host: 'ns.nobody.test', addresses: [world.place.address(21)] }],
      learned: Date.now() - 120_000,
      expires: Date.now() + 3_600_000,
    })
    assert.ok(codesOf(await look('www.nobody.test', { delegations })).includes('delegation_missing'))
  })

  it('counts every zone on an alias chain', async () => {
    const reading = await look('alias.example.test')
    assert.deepEqual(reading.findings, [])
    assert.equal(reading.seen?.zone, 'example.test')
    assert.deepEqual(reading.seen?.addresses, ['192.0.2.5'])
    assert.ok(reading.steps.some(step => step.with === `ns1.hoster.org ${world.place.address(41)}`))
  })

  it('says that the parents are unreachable when the root is silent', async () => {
    const reading = await look('www.example.test', {
      rootServers: [`${world.place.address(31)}:${world.place.port}`],
      timeout: 900,
    })
    assert.deepEqual(codesOf(reading), ['parent_unreachable'])
    assert.equal(reading.seen?.zone, undefined)
  })

  it('counts resolvers: one that is silent and one that answers', async () => {
    const silent = `${world.place.address(31)}:${world.place.port}`
    const reading = await look('www.example.test', {
      resolvers: [`${world.place.address(9)}:${world.place.port}`, silent],
      timeout: 900,
    })
    assert.deepEqual(codesOf(reading), ['resolver_broken'])
    assert.deepEqual(args(reading, 'resolver_broken'), {
      name: 'www.example.test',
      resolvers: [silent],
      failures: ['dns_timeout_error'],
      failed: 1,
      asked: 2,
    })
    assert.equal(outcomeOf(reading.findings), 'ok')
  })

  it('calls no resolver broken for a name whose own servers are gone, though a cache elsewhere has it', async () => {
    const { address, port } = world.place
    const spec = { name: 'www.dark.test' }
    const detail: DnsDetail = {
      at: 0,
      resolvers: [
        { resolver: `${address(9)}:${port}`, values: [], failure: 'dns_servfail_error', at: 0, ms: 1 },
        { resolver: '192.0.2.53', values: ['192.0.2.7'], ttl: 60, at: 0, ms: 1 },
      ],
      walk: { cuts: [], aliases: [], values: [] },
    }
    assert.deepEqual(codesOf(dnsProbe.read(detail, dnsProbe.target.parse(spec))), ['resolver_servfail'])
  })

  it('looks at resolvers themselves where a target names them, and at nobody behind the name', async () => {
    const { address, port } = world.place
    const good = `${address(9)}:${port}`
    const silent = `${address(31)}:${port}`
    const spec = { name: 'www.example.test', resolvers: [good] }
    // The vantage point's own resolvers and the root have no part in it.
    const alone = { resolvers: [silent], rootServers: [silent], timeout: 900 }
    const well = await look(spec, alone)
    assert.deepEqual(well.findings, [])
    assert.deepEqual(
      well.steps.map(step => [step.op, step.with]),
      [['resolve', good]],
    )
    assert.deepEqual(well.seen, { addresses: [address(9)] })

    const down = await look({ ...spec, resolvers: [silent] }, alone)
    assert.deepEqual(codesOf(down), ['resolver_down'])
    assert.deepEqual(args(down, 'resolver_down')?.['failures'], ['dns_timeout_error'])
    assert.equal(outcomeOf(down.findings), 'failed')

    const half = await look({ ...spec, resolvers: [good, silent] }, alone)
    assert.deepEqual(codesOf(half), ['resolver_down'])
    assert.equal(outcomeOf(half.findings), 'ok')
  })

  it('knows silence for what it is before its time is up', async () => {
    const silent = `${world.place.address(31)}:${world.place.port}`
    const reading = await look('www.dark.test', {
      resolvers: [silent],
      timeout: 900,
      signal: AbortSignal.timeout(900),
    })
    assert.deepEqual(codesOf(reading), ['resolver_timeout', 'authoritative_unreachable'])
    assert.ok(reading.steps.every(({ failure }) => failure !== 'interrupted'))
  })

  it('says what was not expected', async () => {
    const reading = await look({ name: 'www.example.test', expect: ['192.0.2.9'] })
    assert.deepEqual(codesOf(reading), ['name_unexpected_answer', 'name_unexpected_answer'])
    const { got } = args(reading, 'name_unexpected_answer') ?? {}
    assert.deepEqual(got, ['192.0.2.1'])
    assert.deepEqual(codesOf(await look({ name: 'www.example.test', expect: ['192.0.2.1'] })), [])
  })

  it('gives no verdict on what was interrupted', async () => {
    const stopped = AbortSignal.abort()
    assert.deepEqual(codesOf(await look('www.example.test', { stop: stopped })), [])
  })
})

describe('a dns target', () => {
  it('is a name, or a name with a type and what is expected', () => {
    const key = (spec: unknown) => dnsProbe.key(dnsProbe.target.parse(spec))
    assert.equal(key('WWW.Example.org.'), 'www.example.org')
    assert.equal(key('প্রহরী.example'), 'xn--b6bma9ayb0e.example')
    assert.equal(key({ name: 'example.org', type: 'MX' }), 'example.org/MX')
    assert.equal(key({ name: 'example.org', expect: ['192.0.2.1'] }), 'example.org=192.0.2.1')
    const resolvers = ['1.1.1.1', '[2606:4700:4700::1111]:53']
    const asked = `example.org@${resolvers.join(',')}`
    assert.equal(key({ name: 'example.org', resolvers }), asked)
    assert.equal(key({ name: 'example.org', resolvers, type: 'MX' }), `${asked}/MX`)
  })

  it('is refused where it is no domain name', () => {
    for (const spec of [
      '',
      'two words',
      'a..b',
      `${'a'.repeat(64)}.org`,
      { name: 'a.org', typ: 'A' },
      { name: 'a.org', resolvers: ['one'] },
    ])
      assert.equal(dnsProbe.target.safeParse(spec).success, false)
  })
})
