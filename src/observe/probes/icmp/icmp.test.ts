import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { codesOf, lookingContext, lookOnce } from '../../../../test/internet/look.ts'
import { haveNamespaces, lookInNamespace } from '../../../../test/internet/namespace.ts'
import { outcomeOf } from '../../../model/weight.ts'
import { icmpProbe } from './icmp.ts'

const look = (spec: unknown, changes = {}) => lookOnce(icmpProbe, spec, lookingContext(changes))

describe('the icmp probe', { skip: !existsSync('/usr/bin/ping') && 'iputils-ping is not installed' }, () => {
  it('finds nothing amiss with an address that answers, and times each answer', async () => {
    for (const host of ['127.0.0.1', 'icmp://127.0.0.1']) {
      const { findings, steps, seen } = await look(host)
      assert.deepEqual(findings, [])
      assert.equal(steps.filter(({ op }) => op === 'echo').length, 5)
      assert.deepEqual(seen?.addresses, ['127.0.0.1'])
    }
    assert.deepEqual(codesOf(await look({ host: '::1', count: 3 }, { families: [6] })), [])
  })

  it('refuses an address that is not public for a stranger', async () => {
    assert.deepEqual(codesOf(await look('127.0.0.1', { publicOnly: true })), ['connect_failed'])
  })

  it('ends in time, with what was answered until then', async () => {
    const began = performance.now()
    const { findings, steps } = await look('127.0.0.1', { timeout: 300 })
    assert.ok(performance.now() - began < 700)
    assert.deepEqual(findings, [])
    assert.ok(steps.length >= 1 && steps.length < 5)
  })

  describe('where packets are lost', { skip: !haveNamespaces && 'no network namespace can be made' }, () => {
    const chain = 'add table ip t; add chain ip t c { type filter hook input priority 0; };'
    const lost = (share: string) => `${chain} add rule ip t c icmp type echo-request ${share} drop`
    const found = async (rules: string, spec: unknown = { host: '127.0.0.1' }) => {
      const findings = await lookInNamespace('icmp', spec, rules)
      return { findings, codes: findings.map(({ code }) => code) }
    }

    it('tells silence from a clear loss, and passes over one that is missing', async () => {
      const [silent, partly, once] = await Promise.all([
        found(lost('')),
        found(lost('numgen inc mod 5 < 2')),
        found(lost('numgen inc mod 5 < 1')),
      ])
      assert.deepEqual(silent.codes, ['echo_unanswered'])
      assert.equal(outcomeOf(silent.findings), 'failed')
      assert.deepEqual(partly.codes, ['echo_partly_lost'])
      const { sent, received } = partly.findings[0]?.args ?? {}
      assert.deepEqual([sent, received], [5, 3])
      assert.equal(outcomeOf(partly.findings), 'degraded')
      assert.deepEqual(once.codes, [])
    })

    it('says where no route leads there', async () => {
      const { codes } = await found(chain, { host: '192.0.2.1' })
      assert.deepEqual(codes, ['no_route'])
    })
  })

  describe('with another ping, or none', () => {
    const path = process.env['PATH']
    let folder: string

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'prahari-ping-'))
      process.env['PATH'] = folder
    })

    after(async () => {
      process.env['PATH'] = path
      await rm(folder, { recursive: true, force: true })
    })

    const saying = async (script: string) => {
      await writeFile(join(folder, 'ping'), `#!/bin/sh\n${script}\n`)
      await chmod(join(folder, 'ping'), 0o755)
      return look('127.0.0.1', { timeout: 1000 })
    }

    it('says nothing of the target where ping is missing, may not send, or is not understood', async () => {
      const missing = await look('127.0.0.1')
      const forbidden = await saying('echo "ping: socket: Operation not permitted" >&2; exit 2')
      const strange = await saying(
        'while echo xxxxxxxxxxxxxxxxxxxxxxxx; do n=$((n+1)); [ $n = 5000 ] && exit 1; done',
      )
      for (const reading of [missing, forbidden, strange]) {
        assert.deepEqual(codesOf(reading), ['prober_unable'])
        assert.equal(outcomeOf(reading.findings), 'inconclusive')
      }
    })
  })
})

describe('how an ICMP target is written', () => {
  it('is a host without a port', () => {
    const key = (spec: unknown) => icmpProbe.key(icmpProbe.target.parse(spec))
    assert.equal(key('a.example'), 'a.example')
    assert.equal(key({ host: '2001:db8::1', count: 10 }), '2001:db8::1#count=10')
    for (const spec of ['a.example:7', '', 'a b', { host: 'a', count: 100 }])
      assert.equal(icmpProbe.target.safeParse(spec).success, false, JSON.stringify(spec))
  })
})
