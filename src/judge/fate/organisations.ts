/**
 * Who is behind name servers and who delivers in others' name, by what they themselves publish: a small
 * list for names that people know. Who is not in it is named by the name servers' own domain.
 */
interface Organisation {
  readonly name: string
  /** Registrable domains of its name servers; a `*` stands for digits. */
  readonly nameServers?: readonly string[]
  /** Zones to which its customers' names are aliases. */
  readonly aliases?: readonly string[]
  /** Networks from which it delivers its customers' pages, and little else. */
  readonly networks?: readonly number[]
}

/**
 * Sources, by organisation: Amazon: docs.aws.amazon.com/Route53 (delegation sets: awsdns-NN),
 * /AmazonCloudFront. Akamai: techdocs.akamai.com/edge-dns, /property-mgr (edge hostnames). Cloudflare:
 * developers.cloudflare.com/dns, /fundamentals. Fastly: docs.fastly.com (CNAME records). Microsoft:
 * learn.microsoft.com/azure/dns, /azure/frontdoor, /azure/cdn. Google: cloud.google.com/dns. The others:
 * the operator's page of that name on setting name servers or a CNAME. Networks: AS names of the RIRs.
 */
const organisations: readonly Organisation[] = [
  {
    name: 'Akamai',
    nameServers: ['akam.net', 'akamai.net', 'akamaiedge.net', 'akadns.net', 'akagtm.org'],
    aliases: ['edgekey.net', 'edgesuite.net', 'akamaiedge.net', 'akamai.net', 'akamaized.net', 'akahost.net'],
    networks: [12222, 16625, 16702, 20940, 21342, 21357, 32787],
  },
  {
    name: 'Alibaba Cloud',
    nameServers: ['alidns.com', 'hichina.com'],
    aliases: ['kunlunca.com', 'alikunlun.com'],
  },
  { name: 'Amazon CloudFront', aliases: ['cloudfront.net'] },
  {
    name: 'Amazon Route 53',
    nameServers: ['awsdns-*.com', 'awsdns-*.net', 'awsdns-*.org', 'awsdns-*.co.uk'],
  },
  { name: 'Azure DNS', nameServers: ['azure-dns.com', 'azure-dns.net', 'azure-dns.org', 'azure-dns.info'] },
  { name: 'Azure Front Door', aliases: ['azureedge.net', 'azurefd.net', 't-msedge.net', 'a-msedge.net'] },
  { name: 'Bunny', nameServers: ['bunny.net'], aliases: ['b-cdn.net'], networks: [200325] },
  { name: 'CDN77', aliases: ['cdn77.org', 'cdn77.net'], networks: [60068] },
  {
    name: 'Cloudflare',
    nameServers: [
      'cloudflare.com',
      'cloudflare.net',
      'foundationdns.com',
      'foundationdns.net',
      'foundationdns.org',
    ],
    aliases: ['cloudflare.net'],
    networks: [13335, 209242],
  },
  { name: 'deSEC', nameServers: ['desec.io', 'desec.org'] },
  { name: 'DNS Made Easy', nameServers: ['dnsmadeeasy.com', 'constellix.com', 'constellix.net'] },
  {
    name: 'DNSimple',
    nameServers: ['dnsimple.com', 'dnsimple-edge.net', 'dnsimple-edge.org', 'dnsimple-edge.com'],
  },
  { name: 'DNSPod', nameServers: ['dnspod.net', 'dnspod.com', 'dnsv*.com'] },
  { name: 'Fastly', aliases: ['fastly.net', 'fastlylb.net', 'fastly-edge.com'], networks: [54113] },
  { name: 'Gandi', nameServers: ['gandi.net'] },
  {
    name: 'Gcore',
    nameServers: ['gcorelabs.net', 'gcdn.services'],
    aliases: ['gcdn.co'],
    networks: [199524],
  },
  { name: 'GoDaddy', nameServers: ['domaincontrol.com'] },
  { name: 'Google Cloud DNS', nameServers: ['googledomains.com'] },
  {
    name: 'Hetzner',
    nameServers: ['hetzner.com', 'hetzner.de', 'first-ns.de', 'second-ns.de', 'second-ns.com'],
  },
  {
    name: 'Imperva',
    nameServers: ['impervadns.net'],
    aliases: ['incapdns.net', 'impervadns.net'],
    networks: [19551],
  },
  { name: 'NS1', nameServers: ['nsone.net'] },
  { name: 'Oracle Dyn', nameServers: ['dynect.net'] },
  { name: 'OVHcloud', nameServers: ['ovh.net', 'anycast.me'] },
  {
    name: 'UltraDNS',
    nameServers: [
      'ultradns.net',
      'ultradns.com',
      'ultradns.org',
      'ultradns.biz',
      'ultradns.info',
      'ultradns.co.uk',
    ],
  },
  { name: 'Vercel', nameServers: ['vercel-dns.com'], aliases: ['vercel-dns.com'] },
]

/** Second levels under which a country's registry lets people register: the common ones, for want of a whole list. */
const publicSecondLevels = new Set([
  'ac',
  'co',
  'com',
  'edu',
  'go',
  'gob',
  'gov',
  'gub',
  'ne',
  'net',
  'or',
  'org',
])

/**
 * The domain that somebody registered, from a host name: `a.ns.facebook.com` → `facebook.com`,
 * `ns1.bkash.com.bd` → `bkash.com.bd`. By the common shapes only; the Public Suffix List has the rest.
 */
export function registrableDomain(host: string): string {
  const labels = host.toLowerCase().replace(/\.$/, '').split('.')
  const [second = '', top = ''] = labels.slice(-2)
  return labels.slice(top.length === 2 && publicSecondLevels.has(second) ? -3 : -2).join('.')
}

/** Who runs a name server: a name that people know, else its registrable domain. */
export function operatorOf(nameServer: string): string {
  const domain = registrableDomain(nameServer)
  const plain = domain.replaceAll(/\d+/g, '*')
  const known = organisations.find(
    ({ nameServers = [] }) => nameServers.includes(domain) || nameServers.includes(plain),
  )
  return known?.name ?? domain
}

/** Who delivers in others' name, by the names that aliases lead to. */
export function cdnOfAliases(aliases: readonly string[]): string | undefined {
  return organisations.find(({ aliases: zones = [] }) =>
    aliases.some(name => zones.some(zone => name === zone || name.endsWith(`.${zone}`))),
  )?.name
}

export function cdnOfNetwork(as: number): string | undefined {
  return organisations.find(({ networks = [] }) => networks.includes(as))?.name
}
