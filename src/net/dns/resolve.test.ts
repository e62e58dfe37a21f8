import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { networkInterfaces } from 'node:os'
import { after, before, describe, it } from 'node:test'
import { type Daemon, haveServers } from '../../../test/internet/dns/daemon.ts'
import { startKnot } from '../../../test/internet/dns/knot.ts'
import { findPlace, type Place } from '../../../test/internet/dns/place.ts'
import { startUnbound } from '../../../test/internet/dns/unbound.ts'
import { systemClock } from '../../base/clock.ts'
import { systemRandom } from '../../base/random.ts'
import { type ResolveOptions, resolveHost } from './resolve.ts'

const haveIpv6 = Object.values(networkInterfaces()).some(all => all?.some(({ address }) => address === '::1'))

describe('resolveHost', { skip: !haveServers && 'knot and unbound are not installed' }, () => {
  let place: Place
  const running: Daemon[] = []
  let dead: Daemon

  const options = (changes: Partial<ResolveOptions>): ResolveOptions => ({
    resolvers: [`${place.address(9)}:${place.port}`],
    families: [4, 6],
    timeout: 3000,
    attempt: 0,
    clock: systemClock,
    random: systemRandom,
    signal: new AbortController().signal,
    ...changes,
  })

  before(async () => {
    place = await findPlace()
    const many = Array.from({ length: 120 }, (_, n) => `many A 192.0.2.${n + 1}`).join('\n')
    const records = `@ NS ns\nns A ${place.address(1)}
www A 192.0.2.1
www AAAA 2001:db8::1
four A 192.0.2.4
alias CNAME www
text TXT "x"
${many}`
    running.push(
      await startKnot(place, { addresses: [place.address(1)], zones: { 'example.test': records } }),
    )
    dead = await startKnot(place, {
      addresses: [place.address(2)],
      zones: { 'dead.test': '@ NS ns\nns A 192.0.2.2' },
    })
    running.push(dead)
    dead.pause()
    running.push(
      await startUnbound(place, place.address(9), {
        'example.test': [place.address(1)],
        'dead.test': [place.address(2)],
      }),
    )
  })

  after(async () => {
    for (const daemon of running) await daemon.stop()
    await place.remove()
  })

  it('gives the addresses of both families, and each answer by itself', async () => {
    const { addresses, failure, answers } = await resolveHost('WWW.example.test.', options({}))
    assert.deepEqual(addresses, ['192.0.2.1', '2001:db8::1'])
    assert.equal(failure, undefined)
    assert.deepEqual(
      answers.map(answer => answer.type),
      ['A', 'AAAA'],
    )
  })

  it('follows an alias to its addresses', async () => {
    assert.deepEqual((await resolveHost('alias.example.test', options({ families: [4] }))).addresses, [
      '192.0.2.1',
    ])
  })

  it('asks again over TCP when the answer was cut off', async () => {
    assert.equal((await resolveHost('many.example.test', options({ families: [4] }))).addresses.length, 120)
  })

  it('asks over IPv6', { skip: !haveIpv6 && 'there is no ::1' }, async () => {
    const zones = { 'six.test': '@ NS ns\nns AAAA ::1\nwww AAAA 2001:db8::6' }
    running.push(await startKnot(place, { addresses: ['::1'], zones }))
    const resolvers = [`[::1]:${place.port}`]
    assert.deepEqual((await resolveHost('www.six.test', options({ resolvers }))).addresses, ['2001:db8::6'])
  })

  it('says that a name does not exist, or has no address', async () => {
    assert.equal((await resolveHost('gone.example.test', options({}))).failure, 'dns_nxdomain_error')
    assert.equal((await resolveHost('text.example.test', options({}))).failure, 'dns_no_answer')
  })

  it('is content with one family', async () => {
    const { addresses, answers } = await resolveHost('four.example.test', options({}))
    assert.deepEqual(addresses, ['192.0.2.4'])
    assert.equal(answers[1]?.failure, 'dns_no_answer')
  })

  it('names SERVFAIL when the authoritative servers are silent behind the resolver', async () => {
    assert.equal(
      (await resolveHost('www.dead.test', options({ timeout: 10_000 }))).failure,
      'dns_servfail_error',
    )
  })

  it('goes on to the next resolver when the first is silent, and begins with the attempt-th', async () => {
    const good = `${place.address(9)}:${place.port}`
    const silent = `${place.address(2)}:${place.port}`
    const first = await resolveHost(
      'four.example.test',
      options({ resolvers: [silent, good], timeout: 1000 }),
    )
    assert.deepEqual(first.addresses, ['192.0.2.4'])
    assert.deepEqual(
      first.answers.map(answer => answer.failure),
      ['dns_timeout_error', 'dns_timeout_error', undefined, 'dns_no_answer'],
    )
    const second = await resolveHost('four.example.test', options({ resolvers: [silent, good], attempt: 1 }))
    assert.equal(second.answers.length, 2)
  })

  it('tells a closed port from silence by the retry', async () => {
    const closed = `${place.address(200)}:${place.port}`
    const { failure } = await resolveHost('www.example.test', options({ resolvers: [closed], timeout: 600 }))
    assert.equal(failure, 'connection_refused')
  })

  it('does not believe an answer with another id', async () => {
    const liar = createSocket('udp4').on('message', (message, from) => {
      message.writeUInt16BE(message.readUInt16BE(0) ^ 1, 0)
      message.writeUInt16BE(0x8180, 2)
      liar.send(message, from.port, from.address)
    })
    await new Promise<void>(resolve => liar.bind(place.port, place.address(201), resolve))
    const { failure } = await resolveHost(
      'www.example.test',
      options({ resolvers: [`${place.address(201)}:${place.port}`], families: [4], timeout: 400 }),
    )
    liar.close()
    assert.equal(failure, 'dns_reply_with_wrong_query_id')
  })

  it('passes addresses through and refuses what is no name, without a packet', async () => {
    assert.deepEqual((await resolveHost('[2001:db8::7]', options({}))).addresses, ['2001:db8::7'])
    assert.equal(
      (await resolveHost(`${'a'.repeat(64)}.test`, options({}))).failure,
      'unknown_failure: not_a_domain_name',
    )
  })

  it('stops soon when it is told to', async () => {
    const stopped = new AbortController()
    const resolving = resolveHost(
      'www.example.test',
      options({ resolvers: [`${place.address(2)}:${place.port}`], timeout: 9000, signal: stopped.signal }),
    )
    stopped.abort()
    assert.equal((await resolving).failure, 'interrupted')
  })
})
