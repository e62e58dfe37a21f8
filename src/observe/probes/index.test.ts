import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { it } from 'node:test'
import { probes } from './index.ts'

it('every folder of probes/ has its line in the index, under its own name', () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(({ name }) => name)
  assert.deepEqual(probes.map(({ kind }) => kind).sort(), folders.sort())
})
