import assert from 'node:assert/strict'
import { it } from 'node:test'
import { finding } from './finding.ts'
import { outcomeOf } from './weight.ts'

it('one resolver of two that fails is a note; two that fail, each in its own way, are a failure', () => {
  const timeout = finding('resolver_timeout', { failed: 1, asked: 2 })
  const servfail = finding('resolver_servfail', { failed: 1, asked: 2 })
  assert.equal(outcomeOf([timeout]), 'ok')
  assert.equal(outcomeOf([timeout, servfail]), 'failed')
})

it('a failure outweighs a refusal, and a lame server among good ones nothing', () => {
  assert.equal(outcomeOf([finding('prober_refused'), finding('server_error')]), 'failed')
  assert.equal(outcomeOf([finding('prober_refused'), finding('family_unreachable')]), 'refused')
  assert.equal(outcomeOf([finding('authoritative_lame', { answered: 3, asked: 4 })]), 'ok')
  assert.equal(outcomeOf([]), 'ok')
})
