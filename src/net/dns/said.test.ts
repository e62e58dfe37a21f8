import assert from 'node:assert/strict'
import { it } from 'node:test'
import { readSaid } from './said.ts'
import type { Reply } from './wire.ts'

const answer: Reply = {
  message: Buffer.alloc(0),
  rcode: 'NOERROR',
  authoritative: true,
  recursive: false,
  truncated: false,
  answers: [{ name: 'www.example.org', type: 'A', ttl: 60, value: '192.0.2.1' }],
  authorities: [],
  additionals: [],
}

function kindOf(changes: Partial<Reply>, zone = 'example.org'): string {
  const said = readSaid({ ...answer, ...changes }, 'www.example.org', 'A', zone)
  return typeof said === 'string' ? said : said.kind
}

it('takes an answer without authority of a zone’s server, as resolvers do', () => {
  assert.equal(kindOf({ authoritative: false }), 'answer')
})

it('takes none of a resolver, nor in a registry’s place, where a stranger on the way may have sent it', () => {
  assert.equal(kindOf({ authoritative: false, recursive: true }), 'dns_not_authoritative')
  assert.equal(kindOf({ authoritative: false }, 'org'), 'dns_not_authoritative')
})

it('takes no denial without authority', () => {
  assert.equal(kindOf({ authoritative: false, answers: [] }), 'dns_not_authoritative')
  assert.equal(kindOf({ authoritative: false, answers: [], rcode: 'NXDOMAIN' }), 'dns_not_authoritative')
})
