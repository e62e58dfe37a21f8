import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Heard, SurveyedServer, ZoneSurvey } from '../../../net/dns/survey.ts'
import { readServers } from './read-servers.ts'

const hosts = ['a.ns.x.com', 'b.ns.x.com']
const good = (...values: string[]): Heard => ({ at: 0, ms: 1, rcode: 'NOERROR', aa: true, values })
const silent: Heard = { at: 0, ms: 900, failure: 'dns_timeout_error' }

function server(n: number, changes: Partial<SurveyedServer> = {}): SurveyedServer {
  return {
    host: hosts[n] ?? '',
    address: `192.0.2.${n + 1}`,
    soa: good('7'),
    tcp: good('7'),
    servers: good(...hosts),
    answer: good('192.0.2.80'),
    ...changes,
  }
}

function survey(changes: Partial<ZoneSurvey> = {}): ZoneSurvey {
  const addressed = hosts.map((host, n) => ({ host, addresses: [`192.0.2.${n + 1}`] }))
  return {
    name: 'x.com',
    zone: 'x.com',
    delegated: addressed,
    own: addressed,
    servers: [server(0), server(1)],
    held: [],
    trust: [],
    ...changes,
  }
}

const codes = (changes: Partial<ZoneSurvey>) => readServers(survey(changes)).map(({ code }) => code)

it('finds nothing where parent, zone and servers agree', () => {
  assert.deepEqual(readServers(survey()), [])
})

it('tells parent and child apart where they name other servers, whatever their order', () => {
  const turned = { servers: [server(0, { servers: good(...hosts.toReversed()) }), server(1)] }
  assert.deepEqual(codes(turned), [])
  const more = { servers: [server(0), server(1, { servers: good(...hosts, 'c.ns.x.com') })] }
  const [found] = readServers(survey(more))
  assert.equal(found?.code, 'delegation_mismatch')
  assert.deepEqual(found?.args['child'], [...hosts, 'c.ns.x.com'])
  assert.deepEqual(found?.args['servers'], ['b.ns.x.com 192.0.2.2'])
})

it('tells glue that the zone itself does not give, and no family that was not asked for', () => {
  const old = [{ host: 'a.ns.x.com', addresses: ['192.0.2.1', '2001:db8::1', '198.51.100.1'] }]
  const [found, ...others] = readServers(survey({ delegated: [...old, ...survey().delegated.slice(1)] }))
  assert.deepEqual(others, [])
  assert.equal(found?.code, 'glue_mismatch')
  assert.deepEqual(found?.args['glue'], ['a.ns.x.com 198.51.100.1'])
})

it('tells servers that hold another version of the zone, each with its own', () => {
  const [found] = readServers(survey({ servers: [server(0), server(1, { soa: good('6') })] }))
  assert.equal(found?.code, 'serial_drift')
  assert.deepEqual(found?.args['servers'], ['a.ns.x.com 192.0.2.1 7', 'b.ns.x.com 192.0.2.2 6'])
  // A server that is not one of the zone has no version of it.
  assert.deepEqual(codes({ servers: [server(0), server(1, { soa: { ...good('6'), aa: false } })] }), [])
})

it('tells TCP that does not answer only where UDP does', () => {
  assert.deepEqual(codes({ servers: [server(0, { tcp: silent }), server(1)] }), ['authoritative_no_tcp'])
  assert.deepEqual(codes({ servers: [server(0, { soa: silent, tcp: silent }), server(1)] }), [])
})

it('tells a server that answers only without EDNS', () => {
  const stumbling: Heard = { at: 0, ms: 1, failure: 'dns_server_misbehaving', rcode: 'FORMERR' }
  const old = server(0, { soa: stumbling, servers: stumbling, answer: stumbling, plain: good('7') })
  assert.deepEqual(codes({ servers: [old, server(1)] }), ['authoritative_edns_trouble'])
})
