import assert from 'node:assert/strict'
import { it } from 'node:test'
import { storm } from './route-feed.ts'

it('a storm of 4,760 withdrawals and as many announcements is one incident with one return', async () => {
  const { withdrawals, kept, incidents } = await storm(2_000, 1_000)
  assert.equal(withdrawals, 4_760)
  assert.equal(
    kept,
    3 * withdrawals,
    'announced, withdrawn, announced again: nothing is lost and nothing is told twice',
  )
  assert.equal(incidents.length, 1)
  const [incident] = incidents
  assert.equal(incident?.state, 'resolved')
  assert.equal(incident?.components.length, 3)
  for (const { component, cause, spells } of incident?.components ?? []) {
    assert.equal(cause?.chain[0]?.code, 'routes_withdrawn', component)
    assert.equal(spells.length, 1, component)
  }
})
