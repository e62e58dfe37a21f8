import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { cases } from './cases.ts'
import { answerOf, compareAll, type Row, unexplained, verdictFor } from './compare.ts'
import { type Lab, labObstacle, startLab } from './lab.ts'
import type { ServerKind, ZoneCase } from './zone-case.ts'

/** What a server of each kind says to kdig of a name over UDP and of its zone over TCP, as long as all else is right. */
const said: Readonly<Record<ServerKind, { readonly udp: string; readonly tcp: string }>> = {
  a: { udp: 'NOERROR aa', tcp: 'NOERROR aa' },
  b: { udp: 'NOERROR aa', tcp: 'NOERROR aa' },
  silent: { udp: 'silent', tcp: 'silent' },
  silentToo: { udp: 'silent', tcp: 'silent' },
  closed: { udp: 'silent', tcp: 'closed' },
  refusing: { udp: 'REFUSED', tcp: 'REFUSED' },
  refusingToo: { udp: 'REFUSED', tcp: 'REFUSED' },
  failing: { udp: 'SERVFAIL', tcp: 'SERVFAIL' },
  failingToo: { udp: 'SERVFAIL', tcp: 'SERVFAIL' },
  noTcp: { udp: 'NOERROR aa', tcp: 'closed' },
  cutsShort: { udp: 'NOERROR aa tc', tcp: 'closed' },
  dropsEdns: { udp: 'silent', tcp: 'silent' },
  formerrsEdns: { udp: 'FORMERR, NOERROR aa', tcp: 'FORMERR, NOERROR aa' },
  noAuthority: { udp: 'NOERROR', tcp: 'NOERROR' },
  parent: { udp: 'NOERROR', tcp: 'NOERROR' },
  root: { udp: 'NOERROR', tcp: 'NOERROR' },
}

function saidOf({ says }: ZoneCase, server: number): string | undefined {
  return typeof says === 'string' ? says : says?.[server]
}

const obstacle = await labObstacle()

describe('zones, broken and right, by kdig, delv, Unbound and Prahari', { skip: obstacle ?? false }, () => {
  let lab: Lab
  let rows: Row[]
  before(async () => {
    lab = await startLab()
    rows = await compareAll(lab)
  })
  after(() => lab.stop())

  const rowOf = ({ id }: ZoneCase): Row => {
    const row = rows.find(one => one.case.id === id)
    assert.ok(row)
    return row
  }

  for (const each of cases) {
    const { id, what, truth, unless } = each

    it(`${id}: ${what}; so say kdig, delv and Unbound`, () => {
      const { servers, delv, unbound } = rowOf(each)
      assert.deepEqual(
        servers.map(({ udp, tcp }) => [udp, tcp]),
        servers.map(({ kind }, n) => [saidOf(each, n) ?? said[kind].udp, each.saysOverTcp ?? said[kind].tcp]),
      )
      const isLeftOut = (tool: 'Unbound' | 'delv') => unless?.who.includes(tool) === true
      const asked = [answerOf(unbound), unbound.validated]
      if (!isLeftOut('Unbound')) assert.deepEqual(asked, [truth.answer, truth.security === 'secure'])
      if (!isLeftOut('delv')) assert.equal(delv.verdict, verdictFor(truth.security))
    })

    it(`${id}: Prahari finds ${truth.findings.length === 0 ? 'nothing amiss' : truth.findings.join(', ')}`, () => {
      const { answer, security, findings } = rowOf(each).prahari
      const expected = { ...truth, findings: truth.findings.toSorted() }
      assert.deepEqual({ answer, security, findings }, expected)
    })

    it(`${id}: Prahari and the tools agree${unless === undefined ? '' : `, but for ${unless.who.join(' and ')}`}`, () => {
      assert.deepEqual(unexplained(rowOf(each)), [])
    })
  }
})
