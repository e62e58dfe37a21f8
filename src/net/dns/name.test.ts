import assert from 'node:assert/strict'
import { it } from 'node:test'
import { isDomainName, isRegistry, isWithin, parentName, plainName } from './name.ts'

it('a name is written in lower case without its last dot, the root as a dot', () => {
  assert.equal(plainName('WWW.Example.ORG.'), 'www.example.org')
  assert.equal(plainName('.'), '.')
})

it('a name lies within its own zone and those above, not in one that only ends alike', () => {
  assert.ok(isWithin('a.example.org', 'example.org'))
  assert.ok(isWithin('example.org', 'example.org'))
  assert.ok(isWithin('example.org', '.'))
  assert.ok(!isWithin('badexample.org', 'example.org'))
})

it('the parents of a name end at the root', () => {
  assert.deepEqual(['a.b', 'b', '.'].map(parentName), ['b', '.', undefined])
})

it('the wire carries labels of 1 to 63 octets, 253 characters in all', () => {
  assert.ok(isDomainName('_dmarc.example.org'))
  assert.ok(isDomainName('.'))
  for (const name of ['', 'a..b', `${'a'.repeat(64)}.org`, 'a.'.repeat(130), 'two words'])
    assert.ok(!isDomainName(name), name)
})

it('registries are the root, top-level domains and their usual second level', () => {
  assert.deepEqual(
    ['.', 'com', 'com.bd', 'co.uk', 'facebook.com', 'fb.me', 'www.com.bd'].filter(isRegistry),
    ['.', 'com', 'com.bd', 'co.uk'],
  )
})
