import assert from 'node:assert/strict'
import { it } from 'node:test'
import { createMessageMemory } from './message-memory.ts'

it('keeps a reply until it expires or is forgotten, and the newest where there is no room', () => {
  const memory = createMessageMemory(2)
  const message = Buffer.from('reply')
  memory.set('DS a', message, 100)
  memory.set('DS b', message, 200)
  assert.deepEqual(memory.get('DS a', 99), message)
  assert.equal(memory.get('DS a', 100), undefined)
  memory.set('DS c', message, 200)
  memory.set('DS d', message, 200)
  assert.equal(memory.get('DS b', 0), undefined)
  memory.forget('DS c')
  assert.equal(memory.get('DS c', 0), undefined)
  assert.deepEqual(memory.get('DS d', 0), message)
})
