import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canonicalPrefix, prefixHolds, readRisMessage, subscription } from './ris-live.ts'

const message = (data: object) =>
  JSON.stringify({
    type: 'ris_message',
    data: { timestamp: 1636247118.76, peer: '2001:7f8:24::82', peer_asn: '58299', ...data },
  })

test('a prefix announced again for the link-local next hop counts once', () => {
  const read = readRisMessage(
    message({
      path: [58299, 49981, 397666],
      announcements: [
        { next_hop: '2001:7f8:24::82', prefixes: ['2602:fd9e:f00::/40'] },
        { next_hop: 'fe80::768e:f8ff:fea6:b2c4', prefixes: ['2602:fd9e:f00::/40'] },
      ],
    }),
  )
  assert.deepEqual(read, {
    kind: 'changes',
    changes: [
      {
        at: 1636247118760,
        peer: '2001:7f8:24::82',
        peerAs: 58299,
        prefix: '2602:fd9e:f00::/40',
        path: [58299, 49981, 397666],
      },
    ],
  })
})

test('a withdrawal written in full is the same prefix compressed', () => {
  const read = readRisMessage(
    message({ path: [], announcements: [], withdrawals: ['2605:de00:bb:0:0:0:0:0/48'] }),
  )
  assert.ok(read.kind === 'changes')
  assert.equal(read.changes[0]?.prefix, '2605:de00:bb::/48')
  assert.equal(read.changes[0]?.path, undefined)
})

test('an AS set is read as its members in their place', () => {
  const read = readRisMessage(
    message({ path: [1, [2, 3]], announcements: [{ next_hop: '192.0.2.1', prefixes: ['192.0.2.0/24'] }] }),
  )
  assert.ok(read.kind === 'changes')
  assert.deepEqual(read.changes[0]?.path, [1, 2, 3])
})

test('what is no route change is passed over', () => {
  for (const text of [
    message({}),
    '{"type":"pong","data":null}',
    '{"type":"other_message"}',
    'nonsense',
    '[]',
  ])
    assert.deepEqual(readRisMessage(text), { kind: 'other' })
})

test('an error of the stream keeps its words', () => {
  const text = JSON.stringify({ type: 'ris_error', data: { message: 'bad prefix' } })
  assert.deepEqual(readRisMessage(text), { kind: 'error', message: 'bad prefix' })
})

test('a default route holds no address, a covering prefix does', () => {
  assert.equal(prefixHolds('0.0.0.0/0', '129.134.30.12'), false)
  assert.equal(prefixHolds('129.134.0.0/17', '129.134.30.12'), true)
  assert.equal(prefixHolds('2001:db8::/32', '129.134.30.12'), false)
  assert.equal(canonicalPrefix('129.134.30.12/23'), '129.134.30.0/23')
  assert.equal(canonicalPrefix('nonsense'), undefined)
})

test('a subscription asks for the less specific prefixes of one address', () => {
  assert.deepEqual(JSON.parse(subscription('2001:db8::1', 'ris_subscribe')).data.prefix, '2001:db8::1/128')
  assert.equal(JSON.parse(subscription('192.0.2.1', 'ris_subscribe')).data.lessSpecific, true)
})

test('a router that its collector loses is told, and one that it has again', () => {
  const lost = readRisMessage(message({ type: 'RIS_PEER_STATE', state: 'down' }))
  assert.deepEqual(lost, { kind: 'peer', at: 1636247118760, peer: '2001:7f8:24::82', state: 'down' })
  const back = readRisMessage(message({ type: 'RIS_PEER_STATE', state: 'connected' }))
  assert.equal(back.kind === 'peer' && back.state, 'up')
})
