/**
 * The internet of the drill, as data. Addresses, numbers and names of networks are the real ones of
 * October 2021 where they matter to the story; everything stays inside network namespaces.
 */

/** A network of its own: a namespace with a router, its addresses on loopback, its links to transit. */
export interface Site {
  readonly id: string
  readonly as: number
  /** Prefixes that it announces. A transit announces none. */
  readonly prefixes: readonly string[]
  readonly addresses: readonly string[]
  /** Ids of the sites that it is linked to and speaks BGP with. */
  readonly links: readonly string[]
}

export const transits = ['transit-1', 'transit-2', 'transit-3'] as const

export const sites: readonly Site[] = [
  { id: 'transit-1', as: 1299, prefixes: [], addresses: [], links: [] },
  { id: 'transit-2', as: 3356, prefixes: [], addresses: [], links: ['transit-1'] },
  { id: 'transit-3', as: 6762, prefixes: [], addresses: [], links: ['transit-1', 'transit-2'] },
  {
    id: 'facebook-dns',
    as: 32934,
    prefixes: [
      '129.134.30.0/23',
      '129.134.30.0/24',
      '129.134.31.0/24',
      '185.89.218.0/23',
      '185.89.218.0/24',
      '185.89.219.0/24',
    ],
    addresses: ['129.134.30.12', '129.134.31.12', '185.89.218.12', '185.89.219.12'],
    links: ['transit-1', 'transit-2'],
  },
  {
    id: 'facebook-web',
    as: 32934,
    prefixes: ['157.240.0.0/16', '129.134.0.0/17'],
    addresses: [
      '157.240.1.35',
      '157.240.1.174',
      '157.240.1.60',
      '157.240.1.20',
      '157.240.1.61',
      '157.240.1.21',
    ],
    links: ['transit-1', 'transit-2'],
  },
  {
    id: 'amazon',
    as: 16509,
    prefixes: ['205.251.192.0/21'],
    addresses: ['205.251.193.128', '205.251.195.100'],
    links: ['transit-3'],
  },
  {
    id: 'x-network',
    as: 13414,
    prefixes: ['104.244.42.0/24'],
    addresses: ['104.244.42.1', '104.244.42.53', '104.244.42.54'],
    links: ['transit-1', 'transit-3'],
  },
  {
    id: 'registries',
    as: 396548,
    prefixes: ['198.41.0.0/24', '192.5.6.0/24'],
    addresses: ['198.41.0.4', '192.5.6.30'],
    links: ['transit-2', 'transit-3'],
  },
  {
    id: 'cloudflare',
    as: 13335,
    prefixes: ['1.1.1.0/24'],
    addresses: ['1.1.1.1'],
    links: ['transit-1', 'transit-3'],
  },
  {
    id: 'google',
    as: 15169,
    prefixes: ['8.8.8.0/24'],
    addresses: ['8.8.8.8'],
    links: ['transit-2', 'transit-3'],
  },
  {
    id: 'wikimedia',
    as: 14907,
    prefixes: ['208.80.154.0/24'],
    addresses: ['208.80.154.224', '208.80.154.238'],
    links: ['transit-3'],
  },
  {
    id: 'ripe',
    as: 3333,
    prefixes: ['193.0.0.0/21'],
    addresses: ['193.0.6.139', '193.0.0.193'],
    links: ['transit-2'],
  },
  {
    id: 'example',
    as: 15133,
    prefixes: ['93.184.216.0/24'],
    addresses: ['93.184.216.34', '93.184.216.53'],
    links: ['transit-1'],
  },
  {
    id: 'slack',
    as: 64497,
    prefixes: ['44.234.235.0/24'],
    addresses: ['44.234.235.93', '44.234.235.53', '44.234.235.54'],
    links: ['transit-2', 'transit-3'],
  },
  {
    id: 'spotify',
    as: 8403,
    prefixes: ['78.31.8.0/22'],
    addresses: ['78.31.8.104', '78.31.8.53', '78.31.9.53'],
    links: ['transit-1', 'transit-2'],
  },
  {
    id: 'stranger',
    as: 64496,
    prefixes: ['13.127.247.0/24'],
    addresses: ['13.127.247.216'],
    links: ['transit-1', 'transit-2', 'transit-3'],
  },
  {
    id: 'observatory',
    as: 64500,
    prefixes: ['203.0.113.0/24'],
    addresses: ['203.0.113.10'],
    links: ['transit-1', 'transit-2'],
  },
  { id: 'kolkata', as: 9498, prefixes: ['182.79.1.0/24'], addresses: ['182.79.1.10'], links: ['transit-1'] },
  {
    id: 'frankfurt',
    as: 3320,
    prefixes: ['80.128.1.0/24'],
    addresses: ['80.128.1.10'],
    links: ['transit-2'],
  },
  {
    id: 'saopaulo',
    as: 26599,
    prefixes: ['177.25.1.0/24'],
    addresses: ['177.25.1.10'],
    links: ['transit-3'],
  },
]

export const vantagePoints = [
  { id: 'kolkata', place: 'Kolkata', country: 'IN', network: 'AS9498 Bharti Airtel' },
  { id: 'frankfurt', place: 'Frankfurt', country: 'DE', network: 'AS3320 Deutsche Telekom' },
  { id: 'saopaulo', place: 'São Paulo', country: 'BR', network: 'AS26599 Telefônica Brasil' },
] as const

export const observatoryAddress = '203.0.113.10'
/** Where a censor's forged answer leads to a page that says so: the address that Airtel's did, here a stranger's. */
export const blockPageAddress = '13.127.247.216'
export const rootServer = '198.41.0.4'
export const resolvers = { '1.1.1.1': 'cloudflare', '8.8.8.8': 'google' } as const

/** An authoritative server and the zones that it serves; its name is its target name in a scenario. */
export interface NameServer {
  readonly id: string
  readonly site: string
  readonly addresses: readonly string[]
  readonly zones: readonly string[]
}

const metaZones = ['facebook.com', 'fbcdn.net', 'messenger.com', 'whatsapp.com', 'whatsapp.net']
const metaServers = { a: '129.134.30.12', b: '129.134.31.12', c: '185.89.218.12', d: '185.89.219.12' }

export const nameServers: readonly NameServer[] = [
  { id: 'root', site: 'registries', addresses: ['198.41.0.4'], zones: ['.'] },
  { id: 'registry', site: 'registries', addresses: ['192.5.6.30'], zones: ['com', 'net', 'org'] },
  ...Object.entries(metaServers).map(([letter, address]) => ({
    id: `${letter}.ns.facebook.com`,
    site: 'facebook-dns',
    addresses: [address],
    zones: metaZones,
  })),
  {
    id: 'ns-384.awsdns-48.com',
    site: 'amazon',
    addresses: ['205.251.193.128'],
    zones: ['instagram.com', 'awsdns-48.com'],
  },
  {
    id: 'ns-868.awsdns-48.com',
    site: 'amazon',
    addresses: ['205.251.195.100'],
    zones: ['instagram.com', 'awsdns-48.com'],
  },
  { id: 'a.ns.x.com', site: 'x-network', addresses: ['104.244.42.53'], zones: ['x.com'] },
  { id: 'b.ns.x.com', site: 'x-network', addresses: ['104.244.42.54'], zones: ['x.com'] },
  { id: 'ns1.slack.com', site: 'slack', addresses: ['44.234.235.53'], zones: ['slack.com'] },
  { id: 'ns2.slack.com', site: 'slack', addresses: ['44.234.235.54'], zones: ['slack.com'] },
  { id: 'ns1.spotify.com', site: 'spotify', addresses: ['78.31.8.53'], zones: ['spotify.com'] },
  { id: 'ns2.spotify.com', site: 'spotify', addresses: ['78.31.9.53'], zones: ['spotify.com'] },
  { id: 'ns.wikipedia.org', site: 'wikimedia', addresses: ['208.80.154.238'], zones: ['wikipedia.org'] },
  { id: 'ns.ripe.net', site: 'ripe', addresses: ['193.0.0.193'], zones: ['ripe.net'] },
  { id: 'ns.example.com', site: 'example', addresses: ['93.184.216.53'], zones: ['example.com'] },
]

/** Each zone's own records; its name servers are put in front. */
export const hosts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'facebook.com': {
    '@': '157.240.1.35',
    www: '157.240.1.35',
    'edge-mqtt': '157.240.1.21',
    'edge-turnservice': '157.240.1.20',
  },
  'fbcdn.net': { 'scontent.xx': '157.240.1.35' },
  'messenger.com': { '@': '157.240.1.20', www: '157.240.1.20' },
  'whatsapp.com': { '@': '157.240.1.60', www: '157.240.1.60', web: '157.240.1.60' },
  'whatsapp.net': {
    e1: '157.240.1.61',
    e2: '157.240.1.61',
    e3: '157.240.1.61',
    e4: '157.240.1.61',
    mmg: '157.240.1.60',
  },
  'instagram.com': { '@': '157.240.1.174', www: '157.240.1.174', i: '157.240.1.174' },
  'awsdns-48.com': {},
  'x.com': { '@': '104.244.42.1', www: '104.244.42.1', api: '104.244.42.1' },
  'slack.com': { '@': '44.234.235.93', www: '44.234.235.93', 'wss-primary': '44.234.235.93' },
  'spotify.com': { '@': '78.31.8.104', www: '78.31.8.104', open: '78.31.8.104', accounts: '78.31.8.104' },
  'wikipedia.org': { '@': '208.80.154.224', www: '208.80.154.224' },
  'ripe.net': { '@': '193.0.6.139', www: '193.0.6.139' },
  'example.com': { '@': '93.184.216.34', www: '93.184.216.34' },
}

export const registryAddress = '192.5.6.30'
/** The zones that a registry keeps: each delegates those below it. */
export const registries = ['com', 'net', 'org'] as const
/** Zones with DNSSEC; the others are delegated without, as most are. */
export const signedZones = ['.', ...registries, 'slack.com'] as const

/** Full host names of a zone. */
export function namesOf(zone: string): string[] {
  return Object.keys(hosts[zone] ?? {}).map(name => (name === '@' ? zone : `${name}.${zone}`))
}

/** The name servers of a zone as its delegation writes them: host and address. */
export function delegationOf(zone: string): { host: string; address: string }[] {
  if (metaZones.includes(zone)) {
    return Object.entries(metaServers).map(([letter, address]) => ({ host: `${letter}.ns.${zone}`, address }))
  }
  return nameServers
    .filter(server => server.zones.includes(zone))
    .map(server => ({ host: server.id, address: server.addresses[0] ?? '' }))
}

/** A web front end: TLS on one address for some host names, one certificate for all of them. */
export interface WebServer {
  readonly id: string
  readonly site: string
  readonly address: string
  readonly names: readonly string[]
}

export const webServers: readonly WebServer[] = [
  {
    id: 'facebook',
    site: 'facebook-web',
    address: '157.240.1.35',
    names: ['www.facebook.com', 'facebook.com', 'scontent.xx.fbcdn.net'],
  },
  {
    id: 'instagram',
    site: 'facebook-web',
    address: '157.240.1.174',
    names: ['www.instagram.com', 'instagram.com', 'i.instagram.com'],
  },
  {
    id: 'whatsapp',
    site: 'facebook-web',
    address: '157.240.1.60',
    names: ['web.whatsapp.com', 'www.whatsapp.com', 'whatsapp.com', 'mmg.whatsapp.net'],
  },
  {
    id: 'messenger',
    site: 'facebook-web',
    address: '157.240.1.20',
    names: ['www.messenger.com', 'messenger.com', 'edge-turnservice.facebook.com'],
  },
  { id: 'x', site: 'x-network', address: '104.244.42.1', names: ['x.com', 'www.x.com', 'api.x.com'] },
  {
    id: 'slack',
    site: 'slack',
    address: '44.234.235.93',
    names: ['slack.com', 'www.slack.com', 'wss-primary.slack.com'],
  },
  {
    id: 'spotify',
    site: 'spotify',
    address: '78.31.8.104',
    names: ['open.spotify.com', 'accounts.spotify.com', 'www.spotify.com', 'spotify.com'],
  },
  {
    id: 'wikipedia',
    site: 'wikimedia',
    address: '208.80.154.224',
    names: ['www.wikipedia.org', 'wikipedia.org'],
  },
  { id: 'ripe', site: 'ripe', address: '193.0.6.139', names: ['www.ripe.net', 'ripe.net'] },
  { id: 'example', site: 'example', address: '93.184.216.34', names: ['www.example.com', 'example.com'] },
]

/** A server of long-lived connections, beside the web: XMPP with STARTTLS, or MQTT over TLS. */
export interface ChatServer {
  readonly id: string
  readonly site: string
  readonly address: string
  readonly ports: readonly number[]
  readonly speaks: 'xmpp' | 'mqtt'
  readonly names: readonly string[]
}

export const chatServers: readonly ChatServer[] = [
  {
    id: 'whatsapp-chat',
    site: 'facebook-web',
    address: '157.240.1.61',
    ports: [5222, 443],
    speaks: 'xmpp',
    names: ['e1.whatsapp.net', 'e2.whatsapp.net', 'e3.whatsapp.net', 'e4.whatsapp.net'],
  },
  {
    id: 'messenger-transport',
    site: 'facebook-web',
    address: '157.240.1.21',
    ports: [443],
    speaks: 'mqtt',
    names: ['edge-mqtt.facebook.com'],
  },
]

/** Features served over the web: where each lives, so that a scenario can make one of them answer otherwise. */
export const features: Readonly<Record<string, { readonly host: string; readonly path: string }>> = {
  'facebook/website': { host: 'www.facebook.com', path: '/' },
  'facebook/login': { host: 'www.facebook.com', path: '/login' },
  'facebook/feed': { host: 'www.facebook.com', path: '/feed' },
  'facebook/photos': { host: 'scontent.xx.fbcdn.net', path: '/photo' },
  'messenger/app': { host: 'www.messenger.com', path: '/' },
  'messenger/calls': { host: 'edge-turnservice.facebook.com', path: '/' },
  'instagram/website': { host: 'www.instagram.com', path: '/' },
  'instagram/login': { host: 'www.instagram.com', path: '/login' },
  'instagram/feed': { host: 'i.instagram.com', path: '/feed' },
  'instagram/stories': { host: 'i.instagram.com', path: '/stories' },
  'whatsapp/web': { host: 'web.whatsapp.com', path: '/' },
  'whatsapp/media': { host: 'mmg.whatsapp.net', path: '/media' },
  'x/website': { host: 'x.com', path: '/' },
  'x/login': { host: 'x.com', path: '/login' },
  'x/api': { host: 'api.x.com', path: '/' },
  'slack/website': { host: 'slack.com', path: '/' },
  'slack/api': { host: 'slack.com', path: '/api' },
  'slack/messages': { host: 'wss-primary.slack.com', path: '/' },
  'spotify/website': { host: 'open.spotify.com', path: '/' },
  'spotify/login': { host: 'accounts.spotify.com', path: '/login' },
}

/** Components that a scenario may expect something of: the features, and those of the chat servers. */
export const components = [...Object.keys(features), 'whatsapp/chat', 'messenger/transport'].sort()
