import assert from 'node:assert/strict'
import { it } from 'node:test'
import { parseEndpoint } from './endpoint.ts'

it('an endpoint is an address of either family, with a port or the usual one', () => {
  assert.deepEqual(parseEndpoint('192.0.2.1'), { address: '192.0.2.1', port: 53, family: 4 })
  assert.deepEqual(parseEndpoint('192.0.2.1:5353'), { address: '192.0.2.1', port: 5353, family: 4 })
  assert.deepEqual(parseEndpoint('2001:db8::1', 54), { address: '2001:db8::1', port: 54, family: 6 })
  assert.deepEqual(parseEndpoint('[2001:db8::1]:5353'), { address: '2001:db8::1', port: 5353, family: 6 })
})

it('an IPv6 address is written as the system will write the sender of the answer', () => {
  assert.equal(parseEndpoint('2001:0DB8:0:0:0::0001')?.address, '2001:db8::1')
})

it('a name, a port out of range and an empty text are no endpoints', () => {
  for (const text of ['ns.example.org', '192.0.2.1:0', '192.0.2.1:65536', '', '[192.0.2.1]'])
    assert.equal(parseEndpoint(text), undefined, text)
})
