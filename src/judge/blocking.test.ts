import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Behaviour, fine, type Simulation, simulate } from '../../test/evidence/world.ts'
import { type Finding, finding } from '../model/finding.ts'
import type { Incident } from '../model/incident.ts'
import type { Judgement } from '../model/judgement.ts'
import { isTrouble } from '../model/status.ts'
import type { Verdict } from '../model/verdict.ts'
import { createJudge } from './fold.ts'

const start = Date.UTC(2024, 0, 1)
const every = 5000
const countries = { kolkata: 'IN', mumbai: 'IN', frankfurt: 'DE', saopaulo: 'BR' }
const x = { id: 'x', components: ['website'], nameServers: ['104.244.40.1'], address: '104.244.42.1' }

function judged(behaviour: Behaviour, more: Partial<Simulation> = {}): Judgement[] {
  const judge = createJudge()
  const vantagePoints = Object.keys(countries)
  const records = simulate({
    services: [x],
    vantagePoints,
    countries,
    start,
    lasts: 120_000,
    every,
    behaviour,
    ...more,
  })
  return records.flatMap(record => judge.apply(record))
}

/** From 40 s to 80 s the website fails with these findings, for those who look from there. */
function failing(where: readonly string[], ...findings: Finding[]): Behaviour {
  return (target, vantagePoint, at) =>
    target.startsWith('https:') && where.includes(vantagePoint) && at >= start + 40_000 && at < start + 80_000
      ? { findings, ms: 50 }
      : fine
}

const isVerdict = (judgement: Judgement): judgement is Verdict => judgement.kind === 'verdict'
const isIncident = (judgement: Judgement): judgement is Incident => judgement.kind === 'incident'
const blockedOf = (judgements: readonly Judgement[]) =>
  judgements.filter(isVerdict).filter(({ scope }) => scope === 'blocked')
const confirmed = (judgements: readonly Judgement[]) =>
  judgements.filter(isIncident).filter(incident => incident.confirmed !== undefined)

describe('blocking', () => {
  it('is told with its country and how, and is no outage, though two of four vantage points meet it', () => {
    for (const code of ['handshake_reset', 'block_page', 'name_nxdomain', 'name_bogon_answer'] as const) {
      const said = judged(failing(['kolkata', 'mumbai'], finding(code)))
      const [verdict] = blockedOf(said)
      assert.equal(verdict?.status, 'operational', code)
      assert.deepEqual(
        verdict?.cause?.chain.map(({ code }) => code),
        ['looks_blocked', code],
      )
      assert.deepEqual(verdict?.cause?.chain[0]?.args, { places: ['IN'] })
      assert.deepEqual(verdict?.failing, ['kolkata', 'mumbai'])
      assert.ok(!said.filter(isVerdict).some(({ status }) => isTrouble(status)), code)
      assert.equal(confirmed(said).length, 0)
      assert.equal(said.filter(isVerdict).at(-1)?.scope, 'nowhere', 'it is over when they see it work again')
    }
  })

  it('is not what a silence in one country is: that may be a road that is broken', () => {
    const said = judged(failing(['kolkata'], finding('connect_timeout')))
    assert.equal(blockedOf(said).length, 0)
    assert.ok(said.filter(isVerdict).some(({ scope }) => scope === 'regional'))
  })

  it('is not what everybody meets, wherever they are', () => {
    const said = judged(failing(Object.keys(countries), finding('name_nxdomain')))
    assert.equal(blockedOf(said).length, 0)
    assert.ok(confirmed(said).length > 0)
  })

  it('in several countries at once is believed only of answers that nobody of the service gives', () => {
    const reset = judged(failing(['kolkata', 'saopaulo'], finding('handshake_reset')))
    assert.equal(blockedOf(reset).length, 0)
    const page = judged(failing(['kolkata', 'saopaulo'], finding('block_page')))
    assert.deepEqual(blockedOf(page)[0]?.cause?.chain[0]?.args, { places: ['BR', 'IN'] })
  })

  it('by a forged address is known before what resolvers say is believed to fail', () => {
    const where = ['kolkata', 'saopaulo']
    const unreachable = failing(where, finding('no_route'))
    const forged: Behaviour = (target, vantagePoint, at) =>
      target.startsWith('dns:') && where.includes(vantagePoint) && at >= start + 42_000 && at < start + 80_000
        ? { findings: [finding('name_bogon_answer', { failed: 2, asked: 2 })], ms: 5 }
        : unreachable(target, vantagePoint, at)
    const said = judged(forged)
    assert.ok(blockedOf(said).length > 0)
    assert.ok(!said.filter(isVerdict).some(({ status }) => isTrouble(status)))
  })

  it('by a forged address shows in who answered and in the stranger who stands where it leads', () => {
    const stranger = failing(['kolkata'], finding('certificate_wrong_name'))
    for (const code of ['resolver_answer_differs', 'answers_intercepted'] as const) {
      const led: Behaviour = (target, vantagePoint, at) =>
        target.startsWith('dns:') && vantagePoint === 'kolkata' && at >= start + 40_000 && at < start + 80_000
          ? { findings: [finding(code)], ms: 5 }
          : stranger(target, vantagePoint, at)
      assert.ok(blockedOf(judged(led)).length > 0, code)
    }
    assert.equal(blockedOf(judged(stranger)).length, 0)
  })

  it('shows in an address that cannot be and in no way to it, before the name is believed to be lost', () => {
    const lost = failing(['kolkata', 'saopaulo'], finding('no_route'))
    const led: Behaviour = (target, vantagePoint, at) =>
      target.startsWith('dns:') &&
      ['kolkata', 'saopaulo'].includes(vantagePoint) &&
      at >= start + 40_000 &&
      at < start + 80_000
        ? { findings: [finding('name_bogon_answer', { failed: 1, asked: 2 })], ms: 5 }
        : lost(target, vantagePoint, at)
    const said = judged(led)
    assert.deepEqual(blockedOf(said)[0]?.cause?.chain[0]?.args, { places: ['BR', 'IN'] })
    assert.equal(confirmed(said).length, 0)
    assert.equal(blockedOf(judged(lost)).length, 0, 'no way to an address that is right is no forgery')
  })

  it('gives way to an outage when the others lose it too', () => {
    const behaviour: Behaviour = (target, vantagePoint, at) =>
      at >= start + 70_000
        ? { findings: target.startsWith('https:') ? [finding('server_error')] : [], ms: 50 }
        : failing(['kolkata'], finding('handshake_reset'))(target, vantagePoint, at)
    const said = judged(behaviour)
    assert.ok(blockedOf(said).length > 0)
    assert.equal(confirmed(said).at(-1)?.components[0]?.cause?.chain[0]?.code, 'server_error')
  })
})
