import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { UserError } from '../base/user-error.ts'
import { readConfig } from './config.ts'
import { familiesHere, placeOf, trustAlso } from './place.ts'
import { systemResolvers } from './resolv-conf.ts'

const folder = mkdtempSync(join(tmpdir(), 'prahari-place-'))
after(() => rmSync(folder, { recursive: true }))

test('resolvers are those of resolv.conf, and none where there is no such file', () => {
  const path = join(folder, 'resolv.conf')
  writeFileSync(
    path,
    '# nameserver 9.9.9.9\nnameserver 192.0.2.1\nsearch lan\n  nameserver fe80::1%eth0 ; x\n',
  )
  assert.deepEqual(systemResolvers(path), ['192.0.2.1', 'fe80::1'])
  assert.deepEqual(systemResolvers(join(folder, 'none')), [])
})

test('what was set goes before what the machine says', async () => {
  const set = { resolvers: '192.0.2.7', 'root-servers': '192.0.2.8', 'vantage-place': 'Kolkata' }
  const place = await placeOf(readConfig(set, {}), [6])
  assert.deepEqual(place.resolvers, ['192.0.2.7'])
  assert.deepEqual(place.rootServers, ['192.0.2.8'])
  assert.deepEqual(place.vantagePoint, { id: 'here', place: 'Kolkata' })
  assert.ok((await placeOf(readConfig({}, {}), [6])).rootServers.includes('2001:7fe::53'))
})

test('a family counts only with an address that leads anywhere', () => {
  const v4 = { family: 'IPv4' as const, netmask: '', mac: '', cidr: null }
  const v6 = { family: 'IPv6' as const, netmask: '', mac: '', cidr: null, scopeid: 0 }
  const lo = { ...v4, address: '127.0.0.1', internal: true }
  const link = { ...v6, address: 'fe80::1', internal: false }
  const global = { ...v6, address: '2001:db8::1', internal: false }
  assert.deepEqual(familiesHere({ lo: [lo], eth0: [link, global] }), [6])
  assert.deepEqual(familiesHere({ lo: [lo], eth0: [link] }), [4])
})

test('a file that holds no certificate is refused by its name', () => {
  const path = join(folder, 'ca.pem')
  writeFileSync(path, 'hello')
  assert.throws(
    () => trustAlso(path),
    error => error instanceof UserError && error.code === 'bad-extra-ca' && error.message.includes(path),
  )
})

test('keys where DNSSEC begins are the root’s, or those of a file, whose mistakes are told by their line', async () => {
  assert.match((await placeOf(readConfig({}, {}), [4])).trustAnchors.join(), /^\. IN DS 20326 8 2 /)
  const path = join(folder, 'anchors')
  const line = '. 3600 IN DS 4242 13 2 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff'
  writeFileSync(path, `; the lab's\n\n${line} ; its own\n`)
  assert.deepEqual((await placeOf(readConfig({ 'trust-anchors': path }, {}), [4])).trustAnchors, [line])
  writeFileSync(path, `${line}\n. IN DNSKEY 257 3 13 abcd\n`)
  await assert.rejects(
    placeOf(readConfig({ 'trust-anchors': path }, {}), [4]),
    error => error instanceof UserError && error.code === 'bad-trust-anchors' && /line 2/.test(error.message),
  )
})
