import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { UserError } from '../base/user-error.ts'
import { targetOf } from './asked-target.ts'

describe('what somebody asks about', () => {
  const expected = {
    'example.org': 'https:https://example.org/',
    'example.org:25': 'tcp:example.org:25',
    'HTTP://example.org/a': 'https:http://example.org/a',
    'wss://example.org/live': 'websocket:wss://example.org/live',
    'mqtts://example.org:8883': 'mqtt:mqtts://example.org:8883',
    'xmpp://example.org': 'xmpp:xmpp://example.org:5222',
    'grpc://example.org:9000': 'grpc:grpc://example.org:9000/',
    'icmp://example.org': 'icmp:example.org',
    'ping example.org': 'icmp:example.org',
  }
  for (const [asked, id] of Object.entries(expected)) {
    it(`${asked} is looked at as ${id}`, () => assert.equal(targetOf(asked, 1000).id, id))
  }

  it('is refused, with what to write, where no probe speaks it', () => {
    for (const asked of ['ftp://example.org/', 'wss://', 'mqtt://a b', 'a b', 'example.org:99999'])
      assert.throws(() => targetOf(asked, 1000), UserError, asked)
  })
})
