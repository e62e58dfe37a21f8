import assert from 'node:assert/strict'
import { it } from 'node:test'
import { finding } from '../../../model/finding.ts'
import { readCaches } from './read-caches.ts'
import type { DnsDetail, ResolverLook } from './run.ts'

const at = Date.UTC(2021, 9, 4, 15, 40)
const lost = [finding('authoritative_unreachable', { answered: 0, asked: 4 })]
const detail = (...resolvers: ResolverLook[]): DnsDetail => ({
  at,
  resolvers,
  walk: { cuts: [], aliases: [], values: [] },
})
const cached = (resolver: string, ttl: number): ResolverLook => ({
  resolver,
  values: ['157.240.1.35'],
  ttl,
  at: 0,
  ms: 1,
})

it('says when the last cache runs out, while the servers behind the name are gone', () => {
  const [found] = readCaches(detail(cached('1.1.1.1', 60), cached('8.8.8.8', 240)), lost)
  assert.equal(found?.code, 'answers_from_caches')
  assert.deepEqual(found?.args, { until: at + 240_000, resolvers: ['1.1.1.1', '8.8.8.8'] })
})

it('says nothing where the servers answer, only some of them fail, or no cache has it', () => {
  const one = [finding('authoritative_partly_unreachable', { answered: 3, asked: 4 })]
  assert.deepEqual(readCaches(detail(cached('1.1.1.1', 60)), []), [])
  assert.deepEqual(readCaches(detail(cached('1.1.1.1', 60)), one), [])
  assert.deepEqual(readCaches(detail(), lost), [])
})
