import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { referenceFolder, schemas } from './schemas.ts'

test('the published schemas are those in force (else run npm run schemas)', async () => {
  for (const [name, text] of Object.entries(schemas())) {
    assert.equal(await readFile(join(referenceFolder, name), 'utf8'), text, name)
  }
})

test('editors are told the keys of a service file and of its looks', () => {
  const text = schemas()['catalogue.schema.json'] ?? ''
  for (const key of ['"service"', '"components"', '"look"', '"https"', '"controls"'])
    assert.ok(text.includes(key), key)
})
