import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { it } from 'node:test'
import { statementReaders } from './index.ts'

it('every folder of statements/ has its line in the index, under its own name', () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(({ name }) => name)
  assert.deepEqual(statementReaders.map(({ kind }) => kind).sort(), folders.sort())
})

it('a reader says what is malformed of HTML, of broken JSON and XML, and of another shape', () => {
  const url = 'https://status.example/@name'
  for (const { kind, entry, next, read } of statementReaders) {
    if (kind === 'page') continue
    const address =
      kind === 'bluesky'
        ? 'https://bsky.app/profile/name.example'
        : url.replace('/@name', kind === 'x' ? '/name' : '/@name')
    const parsed = entry.parse({ url: address, ...(kind === 'json' && { from: url, standing: 'status' }) })
    for (const text of [
      '<!doctype html><title>Sign in</title>',
      '{"page":',
      '<rss><channel>',
      '[]',
      '{}',
      'null',
      '',
    ]) {
      // An empty list is a right answer of an account that has said nothing.
      if (text === '[]' && kind === 'mastodon') continue
      const answers = [text, text].slice(0, next(parsed, [text]) === undefined ? 1 : 2)
      assert.deepEqual(read(parsed, answers), { because: 'malformed' }, `${kind}: ${text}`)
    }
  }
})
