import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { verbs } from './action.ts'
import { machines } from './words.ts'
import { components, features, hosts, sites } from './world/plan.ts'
import { referenceFolder, schemas } from './write-schema.ts'

test('the published schemas are those in force (else run node drill/write-schema.ts)', async () => {
  for (const [name, text] of Object.entries(schemas())) {
    assert.equal(await readFile(join(referenceFolder, name), 'utf8'), text, name)
  }
})

test('the guide names every action and everything that one can act on', async () => {
  const guide = await readFile(join(referenceFolder, '../how-to/write-a-scenario.md'), 'utf8')
  const all = [
    ...verbs,
    ...machines,
    ...components,
    ...Object.keys(features),
    ...Object.keys(hosts),
    ...sites.map(({ id }) => id),
  ]
  assert.deepEqual(
    all.filter(name => !guide.includes(`\`${name}\``)),
    [],
  )
})
