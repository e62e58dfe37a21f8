import assert from 'node:assert/strict'
import { it } from 'node:test'
import { createDelegationMemory, type Delegation } from './delegation.ts'

const until = (zone: string, expires: number): Delegation => ({ zone, nameServers: [], learned: 0, expires })

it('the closest delegation is the deepest at or above the name that has not expired', () => {
  const memory = createDelegationMemory()
  memory.set('com', until('com', 1000))
  memory.set('facebook.com', until('facebook.com', 100))
  assert.equal(memory.closest('www.facebook.com', 99)?.zone, 'facebook.com')
  assert.equal(memory.closest('www.facebook.com', 100)?.zone, 'com')
  assert.equal(memory.closest('example.org', 0), undefined)
})

it('the memory is bounded: the zone longest unrenewed makes room', () => {
  const memory = createDelegationMemory(2)
  for (const zone of ['a', 'b', 'a', 'c']) memory.set(zone, until(zone, 9))
  assert.deepEqual(
    ['a', 'b', 'c'].map(zone => memory.get(zone, 0)?.zone),
    ['a', undefined, 'c'],
  )
})
