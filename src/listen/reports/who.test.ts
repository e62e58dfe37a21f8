import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { newToken } from '../../base/random.ts'
import { whoIs } from './who.ts'

const key = newToken()
const from = { key, sender: ['sender', '192.0.2.1', 'agent'], network: '192.0.2', gateway: undefined }

test('hashes are HMAC-SHA-256, cut off', () => {
  const who = whoIs()(from)
  const person = createHmac('sha256', key).update('person\n6:sender9:192.0.2.15:agentchat 7  ñ☃').digest()
  assert.equal(who.person('ñ☃', 'chat', 7, ''), person.readBigUInt64BE())
  const network = createHmac('sha256', key).update('network\n192.0.2').digest()
  assert.equal(who.network(undefined), network.readUInt32BE())
})

test('another key, sender, reporter, service or quarter hour is another hash', () => {
  const who = whoIs()
  const people = [
    who(from).person('a', 'chat', 7, ''),
    who(from).person('b', 'chat', 7, ''),
    who(from).person('a', 'mail', 7, ''),
    who(from).person('a', 'chat', 8, ''),
    who(from).person('a', 'chat', 7, 'unproved'),
    who({ ...from, key: newToken() }).person('a', 'chat', 7, ''),
    who({ ...from, sender: ['sender', '192.0.2.1a', 'gent'] }).person('a', 'chat', 7, ''),
  ]
  assert.equal(new Set(people).size, people.length)
})

test('a gateway names networks, each its own; nobody else can', () => {
  const who = whoIs()
  const [a, b] = ['a', 'b'].map(gateway => who({ ...from, gateway }))
  assert.equal(new Set([a?.network('n'), a?.network('m'), b?.network('n'), a?.network(undefined)]).size, 4)
  assert.equal(who(from).network('n'), who(from).network('m'))
})
