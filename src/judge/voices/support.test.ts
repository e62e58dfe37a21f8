import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Voice } from '../../model/voice.ts'
import type { Sight } from '../component.ts'
import { type Look, newLook } from '../look.ts'
import { sightsSince, supported, supportOf } from './support.ts'

const rose = 1_000_000
const round = 60_000
const voice = {
  state: 'raised',
  scope: 'everywhere',
  since: rose,
  sources: ['reports'],
} as unknown as Voice

function sight(sees: Sight['sees'], since: number, look: Partial<Look> = {}): Sight {
  const looks = [{ ...newLook(), ...look }]
  return { vantage: 'kolkata', sees, since, bad: sees === 'down' ? looks : [], looks }
}

const lookedAt = (at: number) => ({ latest: { id: 'o', at, received: at, ms: 80 } })

describe('what people report', () => {
  it('speaks for what began to fail with it, not for what has failed for long', () => {
    assert.deepEqual(supportOf(voice, [sight('down', rose - round)], round), { by: ['reports'], since: rose })
    assert.equal(supportOf(voice, [sight('down', rose - 20 * round)], round), undefined)
    assert.equal(supportOf(undefined, [sight('down', rose)], round), undefined)
  })

  it('speaks for nothing where it is of few, or said for the sake of another', () => {
    const bad = [sight('down', rose)]
    assert.equal(supportOf({ ...voice, scope: 'few' }, bad, round), undefined)
    assert.equal(supportOf({ ...voice, victimOf: 'facebook' }, bad, round), undefined)
  })

  it('leaves open what a vantage point sees that has not looked since, or whose newest look failed', () => {
    const now = rose + round
    const seen = (look: Partial<Look>, at = now) =>
      sightsSince([sight('fine', 0, look)], { by: ['reports'], since: rose }, round, at)[0]?.sees
    assert.equal(seen(lookedAt(rose + 1000)), 'fine')
    assert.equal(seen({ ...lookedAt(rose + 1000), lowest: 'tcp' }), 'unsure')
    assert.equal(seen(lookedAt(rose - 1000)), 'unsure')
    // It is given time to look.
    assert.equal(seen(lookedAt(rose - 1000), rose + round / 4), 'fine')
  })

  it('makes a verdict surer by a little, never certain', () => {
    assert.deepEqual([0.87, 0.97, 0.99].map(supported), [0.931, 0.985, 0.995])
  })
})
