import assert from 'node:assert/strict'
import { it } from 'node:test'
import { beside, lengthOf, wrap } from './columns.ts'

it('breaks between words, and lets a word stand that is too long', () => {
  assert.deepEqual(wrap('the routes to it are gone', 10), ['the routes', 'to it are', 'gone'])
  assert.deepEqual(wrap('see https://www.example.org/ now', 8), ['see', 'https://www.example.org/', 'now'])
  assert.deepEqual(wrap('', 8), [''])
})

it('puts a text beside its label and goes on under it', () => {
  const lines = beside('Names', 'word '.repeat(20).trim(), 12)
  assert.equal(lines[0]?.indexOf('word'), 12)
  assert.ok(lines.length > 1 && lines.slice(1).every(line => line.startsWith(' '.repeat(12))))
  assert.ok(lines.every(line => lengthOf(line) <= 80))
})

it('counts what a reader counts', () => {
  assert.equal(lengthOf('নাম'), 2)
  assert.equal(lengthOf('name'), 4)
})
