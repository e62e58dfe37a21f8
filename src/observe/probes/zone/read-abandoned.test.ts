import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { it } from 'node:test'
import { typeNumber } from '../../../net/dns/dnssec/records.ts'
import { wireName } from '../../../net/dns/dnssec/wire-name.ts'
import type { Heard, HeldSigners, ZoneSurvey } from '../../../net/dns/survey.ts'
import { readAbandoned } from './read-abandoned.ts'

const owner = wireName('slack.com')
const now = Date.UTC(2021, 8, 30, 16)

/** A reply whose answers are these records of the zone. */
function reply(type: 'DS' | 'DNSKEY', ttl: number, ...data: Buffer[]): Buffer {
  const header = Buffer.from([0, 0, 0x84, 0, 0, 0, 0, data.length, 0, 0, 0, 0])
  const records = data.map(each => {
    const fixed = Buffer.alloc(10)
    fixed.writeUInt16BE(typeNumber[type], 0)
    fixed.writeUInt16BE(1, 2)
    fixed.writeUInt32BE(ttl, 4)
    fixed.writeUInt16BE(each.length, 8)
    return Buffer.concat([owner, fixed, each])
  })
  return Buffer.concat([header, ...records])
}

const key = (filling: number) => Buffer.concat([Buffer.from([1, 1, 3, 13]), Buffer.alloc(64, filling)])

/** The DS of a key by SHA-256 (RFC 4509). */
function signer(of: Buffer): Buffer {
  let sum = 0
  for (const [n, octet] of of.entries()) sum += n % 2 === 0 ? octet << 8 : octet
  const tag = (sum + (sum >>> 16)) & 0xffff
  const head = Buffer.from([tag >> 8, tag & 0xff, 13, 2])
  return Buffer.concat([head, createHash('sha256').update(owner).update(of).digest()])
}

const heard = (message: Buffer): Heard => ({ at: 0, ms: 1, message: message.toString('base64') })
const held = (resolver: string, ttl: number, ...signers: Buffer[]): HeldSigners => ({
  resolver,
  ...heard(reply('DS', ttl, ...signers)),
})

function survey(changes: Partial<ZoneSurvey>): ZoneSurvey {
  const nothing = reply('DS', 60).toString('base64')
  return {
    name: 'slack.com',
    zone: 'slack.com',
    delegated: [],
    own: [],
    servers: [],
    held: [held('1.1.1.1', 3600, signer(key(1))), held('8.8.8.8', 60)],
    keys: heard(reply('DNSKEY', 60)),
    trust: [{ zone: 'slack.com', signers: nothing, signed: false }],
    ...changes,
  }
}

it('tells resolvers that hold a zone to keys which it and its parent have given up, and until when', () => {
  const [found, ...others] = readAbandoned(survey({}), now)
  assert.deepEqual(others, [])
  assert.equal(found?.code, 'dnssec_old_keys_cached')
  assert.deepEqual(found?.args, {
    name: 'slack.com',
    zone: 'slack.com',
    resolvers: ['1.1.1.1'],
    until: now + 3_600_000,
    failed: 1,
    asked: 2,
  })
})

it('says nothing while the zone still shows a key that they hold it to', () => {
  assert.deepEqual(readAbandoned(survey({ keys: heard(reply('DNSKEY', 60, key(2), key(1))) }), now), [])
})

it('says nothing where the parent vouches still, was not heard, or no resolver holds anything', () => {
  const [link] = survey({}).trust
  const { signers: _, ...unheard } = link ?? { zone: 'slack.com', signed: false }
  for (const trust of [[{ ...unheard, signed: true }], [unheard]])
    assert.deepEqual(readAbandoned(survey({ trust }), now), [])
  assert.deepEqual(readAbandoned(survey({ held: [held('8.8.8.8', 60)] }), now), [])
})
