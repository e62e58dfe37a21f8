import assert from 'node:assert/strict'
import { test } from 'node:test'
import ipaddr from 'ipaddr.js'
import { senderOf, within } from './sender.ts'

const trusted = within(['127.0.0.0/8', '::1/128', '10.0.0.0/8'].map(prefix => ipaddr.parseCIDR(prefix)))
const of = (remote: string, forwarded?: string) => senderOf(remote, forwarded, trusted)

test('a sender is the connection’s address, and its network a /24', () => {
  assert.deepEqual(of('192.0.2.7'), { address: '192.0.2.7', network: '192.0.2' })
  assert.deepEqual(of('::ffff:192.0.2.7'), of('192.0.2.7'))
})

test('of IPv6 a sender is the /64, and its network a /48', () => {
  const one = of('2001:db8:1:2:3:4:5:6')
  assert.deepEqual(one, of('2001:db8:1:2::9'))
  assert.notEqual(one.address, of('2001:db8:1:3::9').address)
  assert.equal(one.network, of('2001:db8:1:3::9').network)
  assert.notEqual(one.network, of('2001:db8:2::9').network)
})

test('only proxies that are trusted are believed, from the right up to the first that is not', () => {
  assert.equal(of('192.0.2.7', '198.51.100.1').address, '192.0.2.7')
  assert.equal(of('127.0.0.1', '198.51.100.1').address, '198.51.100.1')
  assert.equal(of('::ffff:127.0.0.1', '203.0.113.9, 198.51.100.1').address, '198.51.100.1')
  assert.equal(of('::1', '198.51.100.1, 10.0.0.2,10.0.0.3').address, '198.51.100.1')
  assert.equal(of('127.0.0.1', '198.51.100.1:4711').address, '198.51.100.1')
  assert.equal(of('127.0.0.1', '[2001:db8::1]:4711').network, of('2001:db8::1').network)
})

test('what is no address ends the search, and nobody is a sender too', () => {
  assert.equal(of('127.0.0.1', '198.51.100.1, unknown').address, '127.0.0.1')
  assert.equal(of('127.0.0.1', '198.51.100.1, unknown, 10.0.0.2').address, '10.0.0.2')
  assert.deepEqual(of(''), { address: '', network: '' })
  assert.equal(of('127.0.0.1', ','.repeat(10_000)).address, '127.0.0.1')
})
