import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Signer } from './signing.ts'
import { createZones } from './zones.ts'

/** Says how it was asked to sign, in the place of signatures. */
const signer: Signer = {
  sign: async (_, text, state) => `${text}; ${state}\n`,
  ds: async (zone, of) => `${zone}. DS ${of}\n`,
}
const serialOf = (text: string) => Number(/host\.invalid\. (\d+)/.exec(text)?.[1])

describe('the zones of the world', () => {
  it('say something new by a new serial, their own and their registry’s', async () => {
    const zones = createZones(signer)
    const before = await zones.textAt('registry', 'com')
    zones.change('x.com', { delegation: 'removed' })
    const after = await zones.textAt('registry', 'com')
    assert.ok(serialOf(after) > serialOf(before))
    assert.match(before, /^x\.com\. NS a\.ns\.x\.com\.$/m)
    assert.doesNotMatch(after, /x\.com\. NS a\.ns\.x/)
    assert.equal(serialOf(await zones.textAt('registry', 'net')), 1)
  })

  it('are the same at each of their servers, but for one that is held or signs by itself', async () => {
    const zones = createZones(signer)
    const [one, other] = ['ns1.slack.com', 'ns2.slack.com']
    zones.hold(other, 'slack.com', 'stale')
    zones.change('slack.com', { records: new Map([['slack.com', '192.0.2.1']]) })
    assert.match(await zones.textAt(one, 'slack.com'), /^slack\.com\. A 192\.0\.2\.1$/m)
    assert.match(await zones.textAt(other, 'slack.com'), /^slack\.com\. A 44\.234\.235\.93$/m)
    assert.ok(
      serialOf(await zones.textAt(one, 'slack.com')) > serialOf(await zones.textAt(other, 'slack.com')),
    )
    zones.hold(other, 'slack.com', 'good')
    assert.equal(await zones.textAt(other, 'slack.com'), await zones.textAt(one, 'slack.com'))
    zones.signAt(other, 'slack.com', 'expired')
    assert.match(await zones.textAt(other, 'slack.com'), /^; expired$/m)
    assert.match(await zones.textAt(one, 'slack.com'), /^; good$/m)
  })

  it('are vouched for by their registry as they are signed', async () => {
    const vouched = async (state: Parameters<typeof zones.signAt>[2]) => {
      zones.change('slack.com', { dnssec: state })
      const said = /^slack\.com\. DS (\w+)$/m.exec(await zones.textAt('registry', 'com'))?.[1]
      return [said, /^; (\S+)$/m.exec(await zones.textAt('ns1.slack.com', 'slack.com'))?.[1]]
    }
    const zones = createZones(signer)
    assert.deepEqual(await vouched('good'), ['own', 'good'])
    assert.deepEqual(await vouched('missing'), ['own', 'missing'])
    assert.deepEqual(await vouched('wrong-keys'), ['other', 'good'])
    assert.deepEqual(await vouched('unsigned'), [undefined, 'missing'])
    assert.doesNotMatch(await zones.textAt('registry', 'com'), /facebook\.com\. DS/)
  })

  it('name a server that the registry does not know, at the same address', async () => {
    const zones = createZones(signer)
    zones.change('x.com', { ownNameServers: true })
    const text = await zones.textAt('a.ns.x.com', 'x.com')
    assert.match(text, /^@ NS ns-new\.x\.com\.$/m)
    assert.match(text, /^ns-new\.x\.com\. A 104\.244\.42\.54$/m)
    assert.doesNotMatch(text, /^@ NS b\.ns\.x\.com\.$/m)
  })
})
