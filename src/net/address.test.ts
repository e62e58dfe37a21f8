import assert from 'node:assert/strict'
import { it } from 'node:test'
import { hostPort, isPrivateAddress, parseHostPort } from './address.ts'

it('takes no address for public that is not, however it is dressed', () => {
  const secret = [
    '10.0.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '192.168.1.1',
    '0.0.0.0',
    '224.0.0.1',
    '::1',
    'fe80::1',
    'fd00::1',
  ]
  const dressed = ['::ffff:10.0.0.1', '64:ff9b::a00:1', '2002:a00:1::1', 'not an address', '']
  for (const address of [...secret, ...dressed]) assert.equal(isPrivateAddress(address), true, address)
  for (const address of ['157.240.1.35', '2a03:2880:f12f::1', '64:ff9b::9df0:123', '::ffff:8.8.8.8']) {
    assert.equal(isPrivateAddress(address), false, address)
  }
})

it('reads and writes host and port in both families', () => {
  assert.deepEqual(parseHostPort('e1.whatsapp.net:5222'), { host: 'e1.whatsapp.net', port: 5222 })
  assert.deepEqual(parseHostPort('[2001:db8::1]:443'), { host: '2001:db8::1', port: 443 })
  for (const wrong of ['host', 'host:', 'host:0', 'host:70000', 'http://host:80', '2001:db8::1:443x']) {
    assert.equal(parseHostPort(wrong), undefined, wrong)
  }
  assert.equal(hostPort('2001:db8::1', 443), '[2001:db8::1]:443')
})
