import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { SinglePointCode } from '../../model/fate.ts'
import { type FindingCode, finding } from '../../model/finding.ts'
import type { Seen } from '../../model/observation.ts'
import { Routes } from '../routes/routes.ts'
import { bondOf, groundsOf, withFaults } from './grounds.ts'
import { mapOf } from './map.ts'
import { keepOnly, newFateMemory, remember, serverAddresses } from './memory.ts'
import { cdnOfAliases, operatorOf, registrableDomain } from './organisations.ts'

const hour = 3_600_000

function seen(...looks: [target: string, seen: Seen, vantagePoint?: string, at?: number][]) {
  const memory = newFateMemory()
  for (const [target, what, vantagePoint = 'here', at = 1] of looks)
    remember(memory, { target, vantagePoint, at }, what)
  return memory
}

function heard(...announced: [prefix: string, as: number][]): Routes {
  const routes = new Routes()
  routes.hearFeed({ kind: 'route_feed', id: 'f', at: 1, collector: 'rrc', state: 'connected' })
  for (const [prefix, as] of announced) {
    const route = { kind: 'route', id: prefix, at: 1, collector: 'rrc', peer: '10.0.0.1', peerAs: 1 } as const
    routes.hear({ ...route, prefix, path: [1, as] })
  }
  return routes
}

const servers = (...list: [host: string, address: string][]) =>
  list.map(([host, address]) => ({ host, addresses: [address] }))

const facebook: Seen = {
  zone: 'facebook.com',
  addresses: ['157.240.1.35'],
  nameServers: servers(['a.ns.facebook.com', '129.134.30.12'], ['c.ns.facebook.com', '185.89.218.12']),
}
const certificate = { fingerprint: 'ab', issuer: 'DigiCert Inc', subject: 'Meta', names: [], notAfter: 9 }

describe('what a service stands on', () => {
  it('is told by zone, name server, prefix, network and operator, the most particular key first', () => {
    const memory = seen(['dns:facebook.com', facebook], ['https:facebook.com', { certificate }])
    const routes = heard(['129.134.30.0/24', 32934], ['129.134.0.0/17', 32934], ['185.89.218.0/24', 32934])
    const fate = mapOf('facebook', memory, routes)
    assert.deepEqual(fate.keys, [
      'certificate:ab',
      'ns:a.ns.facebook.com',
      'ns:c.ns.facebook.com',
      'zone:facebook.com',
      'prefix:129.134.30.0/24',
      'prefix:157.240.1.0/24',
      'prefix:185.89.218.0/24',
      'operator:facebook.com',
      'as:32934',
      'issuer:DigiCert Inc',
    ])
    assert.deepEqual(fate.zones[0]?.nameServers[0]?.places[0], {
      address: '129.134.30.12',
      prefix: '129.134.30.0/24',
      as: 32934,
      covering: '129.134.0.0/17',
    })
  })

  it('takes the network of an address from those who looked where no feed is heard', () => {
    const networks = [
      { prefix: '157.240.0.0/16', as: 32934 },
      { prefix: '157.240.1.0/24', as: 32934 },
    ]
    const fate = mapOf('facebook', seen(['dns:facebook.com', { ...facebook, networks }]), new Routes())
    assert.deepEqual(fate.servers, [{ address: '157.240.1.35', prefix: '157.240.1.0/24', as: 32934 }])
  })

  it('calls a network by its name where one who looked knows it, also by a number that a feed gave', () => {
    const networks = [{ prefix: '157.240.1.0/24', as: 32934, name: 'Facebook' }]
    const memory = seen(['dns:facebook.com', { ...facebook, networks }])
    const routes = heard(['129.134.30.0/24', 32934], ['185.89.218.0/24', 32934])
    const { zones, servers, singlePoints } = mapOf('facebook', memory, routes)
    assert.equal(zones[0]?.nameServers[0]?.places[0]?.network, 'Facebook')
    assert.equal(servers[0]?.network, 'Facebook')
    assert.equal(singlePoints[0]?.args['as'], 'AS32934 Facebook')
  })

  it('keeps the newest look of each vantage point, and lets go of what was seen long before', () => {
    const look = (address: string): Seen => ({ addresses: [address] })
    const memory = seen(
      ['t', look('192.0.2.1'), 'kolkata', 1],
      ['t', look('192.0.2.2'), 'kolkata', 2],
      ['t', look('192.0.2.3'), 'london', 3],
    )
    assert.deepEqual(serverAddresses(memory, ['t']), ['192.0.2.2', '192.0.2.3'])
    remember(memory, { target: 't', vantagePoint: 'london', at: 7 * hour }, look('192.0.2.4'))
    assert.deepEqual(serverAddresses(memory, ['t']), ['192.0.2.4'])
    keepOnly(memory, new Set())
    assert.deepEqual(memory, newFateMemory())
  })

  it('knows what is new of it: another address, another server, another certificate', () => {
    const memory = newFateMemory()
    const look = (at: number, what: Seen) =>
      remember(memory, { target: 'dns:facebook.com', vantagePoint: 'here', at }, what)
    assert.equal(look(1, facebook), true)
    assert.equal(look(2, structuredClone(facebook)), false)
    assert.equal(look(3, { ...facebook, addresses: ['157.240.1.36'] }), true)
    assert.equal(look(4, { nameServers: servers(['b.ns.facebook.com', '129.134.31.12']) }), true)
    assert.deepEqual([look(5, { certificate }), look(6, { certificate })], [true, false])
    assert.equal(look(7, {}), false)
  })

  it('knows who delivers by the names that aliases lead to, and by networks that do nothing else', () => {
    const aliases = ['d1.cloudfront.net']
    const byAlias = mapOf('a', seen(['dns:a', { addresses: ['192.0.2.1'], aliases }]), new Routes())
    assert.ok(byAlias.keys.includes('cdn:Amazon CloudFront'))
    const networks = [{ prefix: '192.0.2.0/24', as: 54113 }]
    const byNetwork = mapOf('b', seen(['https:b', { addresses: ['192.0.2.1'], networks }]), new Routes())
    assert.ok(byNetwork.keys.includes('cdn:Fastly'))
    assert.equal(cdnOfAliases(['e1.a.akamaiedge.net', 'notcloudfront.net']), 'Akamai')
    assert.equal(cdnOfAliases(['notcloudfront.net']), undefined)
    assert.equal(cdnOfAliases(['a.w.kunlunaq.com']), 'Alibaba Cloud')
    assert.equal(cdnOfAliases(['3d95265b44dec908.vercel-dns-017.com']), 'Vercel')
  })

  it('names who runs name servers as people know them, else by their own domain', () => {
    const known = {
      'ns-384.awsdns-48.com': 'Amazon Route 53',
      'ns-1650.awsdns-14.co.uk': 'Amazon Route 53',
      'kate.ns.cloudflare.com': 'Cloudflare',
      'ns-cloud-a1.googledomains.com': 'Google Cloud DNS',
      'dns1.p01.nsone.net': 'NS1',
      'ns3.dnsv5.com': 'DNSPod',
      'ns2.dnsimple-edge.net': 'DNSimple',
      'a.ns.facebook.com': 'facebook.com',
      'ns1.bkash.com.bd': 'bkash.com.bd',
    }
    for (const [host, operator] of Object.entries(known)) assert.equal(operatorOf(host), operator)
    assert.equal(registrableDomain('co.uk'), 'co.uk')
  })
})

describe('what services share', () => {
  const a = {
    zone: 'a.test',
    addresses: ['192.0.2.1'],
    nameServers: servers(['ns.shared.test', '198.51.100.1']),
  }
  const b = {
    zone: 'b.test',
    addresses: ['203.0.113.1'],
    nameServers: servers(['ns.shared.test', '198.51.100.1']),
  }
  const grounds = (name: string, what: Seen) =>
    groundsOf(mapOf(name, seen([`dns:${name}`, what]), new Routes()))
  const bond = (...layers: ['dns' | 'tls' | 'http', 'dns' | 'tls' | 'http']) =>
    bondOf(
      { grounds: grounds('a', a), causes: [{ layer: layers[0], chain: [] }] },
      { grounds: grounds('b', b), causes: [{ layer: layers[1], chain: [] }] },
    )

  it('binds them where it explains what befell each of them', () => {
    const { keys, broad } = bond('dns', 'dns')
    assert.deepEqual(keys.toSorted(), ['ns:ns.shared.test', 'operator:shared.test', 'prefix:198.51.100.0/24'])
    assert.equal(broad, false)
  })

  it('does not bind them where it cannot be why: name servers do not make servers answer 503', () => {
    assert.deepEqual(bond('http', 'http').keys, [])
    assert.deepEqual(bond('dns', 'http').keys, [])
  })

  it('is a zone, too, that the causes of both lay it at: a registry whose signatures have run out', () => {
    const apart = { ...b, nameServers: servers(['ns.other.test', '203.0.113.53']) }
    const fallen = (what: Seen, code: FindingCode) => {
      const cause = { layer: 'dns' as const, chain: [finding(code, { zone: 'test' })] }
      return { grounds: withFaults(grounds('x', what), [cause]), causes: [cause] }
    }
    const both = (code: FindingCode) => bondOf(fallen(a, code), fallen(apart, code))
    assert.deepEqual(both('dnssec_signature_expired'), { keys: ['zone:test'], broad: false })
    // That a registry denies both names is no fault of the registry's.
    assert.deepEqual(both('delegation_missing').keys, [])
  })

  it('is broad where thousands share it: an issuer, or the prefix of one who delivers for all', () => {
    const networks = [{ prefix: '192.0.2.0/24', as: 13335 }]
    const one = { addresses: ['192.0.2.1'], networks, certificate }
    const two = { addresses: ['192.0.2.2'], networks, certificate: { ...certificate, fingerprint: 'cd' } }
    const fallen = (what: Seen, code: FindingCode) => {
      const found = finding(code)
      return { grounds: grounds('x', what), causes: [{ layer: found.layer, chain: [found] }] }
    }
    const both = (code: FindingCode) => bondOf(fallen(one, code), fallen(two, code))
    const untrusted = both('certificate_untrusted')
    assert.ok(untrusted.broad && untrusted.keys.includes('issuer:DigiCert Inc'))
    // A server that hangs, or whose own certificate has run out, is none of its issuer's doing.
    for (const code of ['handshake_timeout', 'certificate_expired'] as const)
      assert.ok(!both(code).keys.includes('issuer:DigiCert Inc'), code)
    const http = both('server_error')
    assert.deepEqual([http.broad, http.keys.includes('issuer:DigiCert Inc')], [true, false])
    assert.ok(http.keys.includes('cdn:Cloudflare'))
  })
})

describe('single points of failure', () => {
  const codes = (what: Seen, routes = new Routes()): SinglePointCode[] =>
    mapOf('s', seen(['dns:s', what]), routes).singlePoints.map(({ code }) => code)
  const named = (...list: [string, string][]): Seen => ({
    zone: 'example.com',
    nameServers: servers(...list),
  })
  const apart = named(['ns1.one.net', '192.0.2.1'], ['ns2.two.org', '198.51.100.1'])

  it('are none where servers stand apart, but for the registry', () => {
    assert.deepEqual(codes(apart, heard(['192.0.2.0/24', 64500], ['198.51.100.0/24', 64501])), [
      'one_registry',
    ])
  })

  it('are all name servers in one network, as on 4 October 2021, the gravest first', () => {
    const routes = heard(['129.134.30.0/24', 32934], ['185.89.218.0/24', 32934], ['157.240.0.0/16', 32934])
    const [first, ...rest] = mapOf('facebook', seen(['dns:f', facebook]), routes).singlePoints
    assert.deepEqual(first, {
      code: 'name_servers_in_one_as',
      severity: 'serious',
      args: {
        zones: ['facebook.com'],
        hosts: ['a.ns.facebook.com', 'c.ns.facebook.com'],
        addresses: ['129.134.30.12', '185.89.218.12'],
        servers: 2,
        as: 'AS32934',
      },
      key: 'as:32934',
    })
    assert.deepEqual(
      rest.map(({ code }) => code),
      ['one_address', 'servers_in_one_as', 'name_servers_in_own_zone', 'one_registry'],
    )
  })

  it('are all name servers in one block, under one announcement, or one server', () => {
    const block = named(['ns1.one.net', '192.0.2.1'], ['ns2.two.org', '192.0.2.2'])
    assert.ok(codes(block).includes('name_servers_in_one_prefix'))
    const wide = heard(['192.0.0.0/9', 64500], ['192.0.2.0/24', 64500], ['192.1.2.0/24', 64500])
    const under = named(['ns1.one.net', '192.0.2.1'], ['ns2.two.org', '192.1.2.1'])
    assert.deepEqual(codes(under, wide).slice(0, 2), [
      'name_servers_under_one_announcement',
      'name_servers_in_one_as',
    ])
    assert.equal(codes(named(['ns1.one.net', '192.0.2.1']))[0], 'one_name_server')
  })

  it('are not said of servers whose address nobody knows', () => {
    const half: Seen = {
      zone: 'example.com',
      nameServers: [...servers(['ns1.one.net', '192.0.2.1']), { host: 'ns2.two.org', addresses: [] }],
    }
    assert.deepEqual(codes(half, heard(['192.0.2.0/24', 64500])), ['one_registry'])
  })

  it('are one operator of the name servers, unless it is the service itself', () => {
    const route53 = named(['ns-1.awsdns-01.com', '192.0.2.1'], ['ns-2.awsdns-02.org', '198.51.100.1'])
    assert.ok(codes(route53).includes('name_servers_by_one_operator'))
    assert.ok(!codes(facebook).includes('name_servers_by_one_operator'))
  })

  it('of several zones with the same weakness are told once', () => {
    const routes = heard(['129.134.30.0/24', 32934], ['185.89.218.0/24', 32934])
    const fbcdn = { ...facebook, zone: 'fbcdn.net' }
    const { singlePoints } = mapOf('f', seen(['dns:a', facebook], ['dns:b', fbcdn]), routes)
    const told = singlePoints.filter(({ code }) => code === 'name_servers_in_one_as')
    assert.deepEqual(
      told.map(({ args }) => [args['zones'], args['servers']]),
      [[['facebook.com', 'fbcdn.net'], 2]],
    )
  })
})
