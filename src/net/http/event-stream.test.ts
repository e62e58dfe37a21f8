import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventReader, type ServerEvent } from './event-stream.ts'

const stream =
  ':thump\n\nevent: update\ndata: {"a":\ndata: 1}\n\r\nevent: delete\r\ndata:7\r\n\r\ndata: no name\n\nretry: 5\n\n'
const events: ServerEvent[] = [
  { event: 'update', data: '{"a":\n1}' },
  { event: 'delete', data: '7' },
  { event: 'message', data: 'no name' },
]

test('events are the same wherever the network cuts the stream', () => {
  for (let size = 1; size <= stream.length; size++) {
    const seen: ServerEvent[] = []
    let alive = 0
    const read = eventReader({ event: event => seen.push(event), alive: () => alive++ })
    for (let at = 0; at < stream.length; at += size) assert.ok(read(stream.slice(at, at + size)))
    assert.deepEqual(seen, events)
    assert.equal(alive, 1)
  }
})

test('an event without an end is not waited for for ever', () => {
  const read = eventReader({ event: () => {}, alive: () => {} })
  const piece = 'x'.repeat(100_000)
  assert.ok(read(piece))
  assert.ok(!Array.from({ length: 11 }, () => read(piece)).at(-1))
})
