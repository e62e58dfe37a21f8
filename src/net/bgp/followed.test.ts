import assert from 'node:assert/strict'
import { it } from 'node:test'
import { FollowedPrefixes } from './followed.ts'
import { canonicalPrefix } from './ris-live.ts'

const has = (followed: FollowedPrefixes, prefix: string) => followed.has(canonicalPrefix(prefix) ?? '')

it('knows the prefixes that hold a followed address, however they are written', () => {
  const followed = new FollowedPrefixes()
  followed.add('129.134.30.12')
  followed.add('2605:de00:bb::53')
  for (const prefix of ['129.134.30.0/24', '129.134.0.0/17', '129.134.30.12/32', '2605:de00:bb:0:0:0:0:0/48'])
    assert.equal(has(followed, prefix), true, prefix)
  for (const prefix of ['129.134.31.0/24', '0.0.0.0/0', '::/0', '2605:de00:bc::/48'])
    assert.equal(has(followed, prefix), false, prefix)
})

it('forgets what nobody follows any more, and keeps what another address needs', () => {
  const followed = new FollowedPrefixes()
  followed.add('129.134.30.12')
  followed.add('129.134.31.12')
  followed.delete('129.134.30.12')
  assert.equal(has(followed, '129.134.30.0/24'), false)
  assert.equal(has(followed, '129.134.30.0/23'), true)
})
