import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fuzzReader, fuzzServer } from './fuzz.ts'

test('no malformed body makes its reader do anything but refuse', () => {
  fuzzReader(4_000, 11)
})

test('every malformed request is refused by a 4xx in words, and none costs memory that stays', async () => {
  const { statuses, resident } = await fuzzServer(4_000, 12)
  assert.ok([...statuses.keys()].length > 3, `only ${[...statuses.keys()]}`)
  assert.ok(resident < 300e6, `${resident} bytes`)
})
