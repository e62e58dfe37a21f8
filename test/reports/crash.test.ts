import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crash } from './crash.ts'

test('kill -9 in a flood loses no report that was acknowledged, and doubles none', async () => {
  const { acknowledged, retries, lost, doubled } = await crash(3, 7, 600)
  assert.deepEqual({ lost, doubled }, { lost: 0, doubled: 0 })
  assert.ok(acknowledged > 100 && retries > 0, `${acknowledged} acknowledged, ${retries} retries`)
})
