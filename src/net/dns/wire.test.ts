import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Answer, decode, encode } from 'dns-packet'
import { follow } from './answer.ts'
import { decodeReply, encodeQuery, type Question } from './wire.ts'

const question: Question = { name: 'www.example.org', type: 'A', recursive: false }

function reply(changes: { name?: string; answers?: Answer[] }): Buffer {
  const questions = [{ name: changes.name ?? question.name, type: question.type }]
  return encode({ type: 'response', id: 7, flags: 1 << 10, questions, answers: changes.answers ?? [] })
}

describe('a reply', () => {
  it('is read with its records as text, whatever the case of its names', () => {
    const answers: Answer[] = [{ name: 'WWW.Example.org', type: 'A', ttl: 60, data: '192.0.2.1' }]
    const decoded = decodeReply(reply({ name: 'wWw.example.ORG', answers }), question)
    assert.ok(typeof decoded !== 'string' && decoded.authoritative)
    assert.deepEqual(decoded.answers, [{ name: 'www.example.org', type: 'A', ttl: 60, value: '192.0.2.1' }])
  })

  it('is none to another question, nor is a query', () => {
    assert.equal(decodeReply(reply({ name: 'www.example.net' }), question), 'other')
    assert.equal(decodeReply(encodeQuery(7, question), question), 'other')
  })

  it('asks the same question each time with its own id, and another where a flag differs', () => {
    const [first, second] = [encodeQuery(7, question), encodeQuery(65_535, question)]
    assert.equal(first.readUInt16BE(0), 7)
    assert.equal(second.readUInt16BE(0), 65_535)
    assert.deepEqual(first.subarray(2), second.subarray(2))
    const { flag_rd, questions } = decode(encodeQuery(1, { ...question, recursive: true }))
    assert.ok(flag_rd && !decode(first).flag_rd)
    assert.equal(questions?.[0]?.name, question.name)
  })

  it('is malformed where it is cut short at any octet, never an exception', () => {
    const whole = reply({ answers: [{ name: 'www.example.org', type: 'A', ttl: 60, data: '192.0.2.1' }] })
    for (let length = 0; length < whole.length; length++)
      assert.equal(typeof decodeReply(whole.subarray(0, length), question), 'string')
  })
})

describe('following aliases', () => {
  const alias = (name: string, value: string) => ({ name, type: 'CNAME' as const, ttl: 5, value })
  const address = (name: string) => ({ name, type: 'A' as const, ttl: 60, value: '192.0.2.1' })

  it('leads to the values and keeps the shortest TTL', () => {
    const records = [alias('a.org', 'b.org'), address('b.org')]
    assert.deepEqual(follow(records, 'a.org', 'A', 'org'), {
      values: ['192.0.2.1'],
      aliases: ['b.org'],
      ttl: 5,
    })
  })

  it('stops where the server has no more say', () => {
    const records = [alias('a.org', 'b.net'), address('b.net')]
    assert.deepEqual(follow(records, 'a.org', 'A', 'org').values, [])
    assert.deepEqual(follow(records, 'a.org', 'A', '.').values, ['192.0.2.1'])
  })

  it('ends in a loop', () => {
    assert.deepEqual(follow([alias('a.org', 'b.org'), alias('b.org', 'a.org')], 'a.org', 'A', '.').values, [])
  })
})
