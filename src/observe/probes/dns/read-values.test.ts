import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Cut } from '../../../net/dns/walk.ts'
import { readValues } from './read-values.ts'
import type { ResolverLook } from './run.ts'
import type { DnsTarget } from './target.ts'

const target: DnsTarget = { name: 'x.com', type: 'A' }
const said = (resolver: string, ...values: string[]): ResolverLook => ({ resolver, values, at: 0, ms: 1 })
const heard: Cut = {
  name: 'x.com',
  zone: 'x.com',
  nameServers: [],
  learned: 1,
  asked: [{ host: 'a.ns.x.com', at: 0, ms: 1, rcode: 'NOERROR' }],
  outcome: 'answer',
}
const found = (resolvers: ResolverLook[], own: string[], cuts = [heard]) =>
  readValues({ at: 0, resolvers, walk: { cuts, aliases: [], values: own } }, target)

it('an address that nobody can have on the internet is a bogon, by which resolvers and how many', () => {
  const [finding] = found([said('1.1.1.1', '10.10.34.35'), said('8.8.8.8', '104.244.42.1')], [])
  assert.equal(finding?.code, 'name_bogon_answer')
  assert.deepEqual(finding?.args, {
    name: 'x.com',
    resolvers: ['1.1.1.1'],
    got: ['10.10.34.35'],
    failed: 1,
    asked: 2,
  })
})

it("is none where the name's own servers say so: an operator may name his own machines", () => {
  assert.deepEqual(found([said('1.1.1.1', '10.0.0.1')], ['10.0.0.1']), [])
})

it('an answer that shares nothing with the true one is told with both', () => {
  const [finding] = found([said('1.1.1.1', '93.184.216.34')], ['104.244.42.1'])
  assert.equal(finding?.code, 'resolver_answer_differs')
  assert.deepEqual([finding?.args['got'], finding?.args['own']], [['93.184.216.34'], ['104.244.42.1']])
})

it('says nothing where one address is the same, or where nobody who must know has answered', () => {
  assert.deepEqual(found([said('1.1.1.1', '104.244.42.1', '104.244.42.2')], ['104.244.42.2']), [])
  assert.deepEqual(found([said('1.1.1.1', '104.244.42.1')], []), [])
  assert.deepEqual(found([said('1.1.1.1', '10.0.0.1')], [], []), [])
})
