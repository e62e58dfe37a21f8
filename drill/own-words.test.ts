import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { openStore } from '../src/main/wire.ts'
import type { Incident } from '../src/model/incident.ts'
import type { Judgement } from '../src/model/judgement.ts'
import type { Verdict } from '../src/model/verdict.ts'
import { ownWordsOf } from './own-words.ts'

const began = Date.UTC(2026, 0, 1)

function verdict(id: string, status: Verdict['status']): Verdict {
  const seen = { failing: [], fine: [], unsure: [], evidence: [], confidence: 0.9 }
  const when = { since: began, decided: began }
  return { kind: 'verdict', id, component: 'x/api', status, scope: 'everywhere', ...when, ...seen }
}

const incident: Incident = {
  kind: 'incident',
  id: 'i-1',
  version: 1,
  state: 'confirmed',
  began,
  detected: began,
  confirmed: began,
  updated: began,
  components: [],
  shared: [],
  stages: [],
  timeline: [],
}

async function heldTo(context: TestContext, own: Judgement[], told: Judgement[]) {
  const folder = await mkdtemp(join(tmpdir(), 'prahari-own-words-'))
  context.after(() => rm(folder, { recursive: true }))
  {
    await using store = await openStore(folder)
    await store.judgements.commit({ seq: 1, judgements: own })
  }
  return ownWordsOf(folder, told)
}

const [down, up] = [verdict('v-1', 'major_outage'), verdict('v-2', 'operational')]

test('an observatory that has said the same passes, if a verdict was still to come', async context => {
  assert.equal((await heldTo(context, [down, incident], [down, incident])).pass, true)
  assert.equal((await heldTo(context, [down, incident], [down, incident, up])).pass, true)
})

test('what was said otherwise, or in another order, fails by its place', async context => {
  const { pass, concluded } = await heldTo(context, [down, verdict('v-2', 'unknown')], [down, up])
  assert.deepEqual([pass, concluded], [false, 'otherwise from judgement 2 on'])
  assert.equal((await heldTo(context, [up, down], [down, up])).pass, false)
})

test('an incident that was never told fails', async context => {
  assert.equal((await heldTo(context, [down], [down, incident])).pass, false)
})

test('more than the record gives fails', async context => {
  assert.equal((await heldTo(context, [down, up], [down])).pass, false)
})
