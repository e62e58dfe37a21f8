/**
 * Who is behind name servers and who delivers in others' name, by what they themselves publish: a small
 * list for names that people know. Who is not in it is named by the name servers' own domain.
 */
interface Organisation {
  readonly name: string
  /** Registrable domains of its name servers; a `*` stands for digits. */
  readonly nameServers?: readonly string[]
  /** Registrable domains in which its customers' names have their aliases; a `*` stands for digits. */
  readonly aliases?: readonly string[]
  /** Networks from which it delivers its customers' pages, and little else. */
  readonly networks?: readonly number[]
}

/** The middles of the names `kunlun….com` in which Alibaba Cloud's CDN gives aliases. */
const kunlun = 'aq ar ca can ea gem gr huf le li no pi ra sa sc sl so ta vi we'
  .split(' ')
  .map(part => `kunlun${part}.com`)

/**
 * Each family with where it is published: `docs`, the operator's own pages on setting name servers or a CNAME;
 * `list`, the public domain lists that v2fly keeps (domain-list-community); `seen`, delegations and alias chains
 * that are public. Networks are those that announce prefixes under the organisation's name in RouteViews' table.
 */
const organisations: readonly Organisation[] = [
  {
    // docs: techdocs.akamai.com/edge-dns, /edge-hostnames; seen: akagtm.org under akadns.net, akahost.net.
    // AS32787 is Prolexic, through which customers' own prefixes are led.
    name: 'Akamai',
    nameServers: ['akam.net', 'akamai.net', 'akamaiedge.net', 'akadns.net', 'akagtm.org'],
    aliases: [
      'edgekey.net',
      'edgesuite.net',
      'akamaiedge.net',
      'akamai.net',
      'akamaihd.net',
      'akamaized.net',
      'akahost.net',
    ],
    networks: [12222, 16625, 20940, 21342, 32787, 33905, 35994],
  },
  {
    // list: aliyun
    name: 'Alibaba Cloud',
    nameServers: ['alidns.com', 'hichina.com'],
    aliases: [...kunlun, 'alikunlun.com', 'alikunlun.net', 'cdngslb.com'],
  },
  // docs: docs.aws.amazon.com/AmazonCloudFront
  { name: 'Amazon CloudFront', aliases: ['cloudfront.net'] },
  // docs: docs.aws.amazon.com/Route53 (delegation sets)
  {
    name: 'Amazon Route 53',
    nameServers: ['awsdns-*.com', 'awsdns-*.net', 'awsdns-*.org', 'awsdns-*.co.uk'],
  },
  // docs: learn.microsoft.com/azure/dns
  { name: 'Azure DNS', nameServers: ['azure-dns.com', 'azure-dns.net', 'azure-dns.org', 'azure-dns.info'] },
  // docs: learn.microsoft.com/azure/frontdoor; seen: azurefd.net leads on to t-msedge.net
  { name: 'Azure Front Door', aliases: ['azureedge.net', 'azurefd.net', 't-msedge.net', 'fb-t-msedge.net'] },
  // docs: docs.bunny.net/dns/nameservers
  { name: 'Bunny', nameServers: ['bunny.net'], aliases: ['b-cdn.net'], networks: [200325] },
  // seen: rsc.cdn77.org, r.cdn77.net; AS60068 is Datacamp's, which is CDN77
  { name: 'CDN77', aliases: ['cdn77.org', 'cdn77.net'], networks: [60068] },
  {
    // docs: developers.cloudflare.com/dns/nameservers, /dns/foundation-dns, /dns/zone-setups/partial-setup
    name: 'Cloudflare',
    nameServers: ['cloudflare.com', 'foundationdns.com', 'foundationdns.net', 'foundationdns.org'],
    aliases: ['cloudflare.net'],
    networks: [13335, 209242],
  },
  // docs: desec.readthedocs.io
  { name: 'deSEC', nameServers: ['desec.io', 'desec.org'] },
  // seen: ns11.constellix.com to ns61.constellix.net
  { name: 'DNS Made Easy', nameServers: ['dnsmadeeasy.com', 'constellix.com', 'constellix.net'] },
  {
    name: 'DNSimple',
    // docs: support.dnsimple.com (DNSimple name servers)
    nameServers: ['dnsimple.com', 'dnsimple-edge.net', 'dnsimple-edge.org'],
  },
  // docs: docs.dnspod.cn; seen: ns3.dnsv5.com
  { name: 'DNSPod', nameServers: ['dnspod.net', 'dnspod.com', 'dnsv*.com'] },
  // docs: fastly.com/documentation (routing traffic to Fastly); list: fastly
  { name: 'Fastly', aliases: ['fastly.net', 'fastlylb.net', 'fastly-edge.com'], networks: [54113] },
  // docs: docs.gandi.net (LiveDNS)
  { name: 'Gandi', nameServers: ['gandi.net'] },
  {
    // docs: gcore.com/docs/dns
    name: 'Gcore',
    nameServers: ['gcorelabs.net', 'gcdn.services'],
    aliases: ['gcdn.co'],
    networks: [199524],
  },
  // docs: godaddy.com/help (name servers)
  { name: 'GoDaddy', nameServers: ['domaincontrol.com'] },
  // docs: cloud.google.com/dns
  { name: 'Google Cloud DNS', nameServers: ['googledomains.com'] },
  {
    // docs: docs.hetzner.com/dns-console, /robot (secondary name servers)
    name: 'Hetzner',
    nameServers: ['hetzner.com', 'hetzner.de', 'first-ns.de', 'second-ns.de', 'second-ns.com'],
  },
  {
    // list: incapdns.net, impervadns.net (aliases), impervasecuredns.net (name servers)
    name: 'Imperva',
    nameServers: ['impervasecuredns.net'],
    aliases: ['incapdns.net', 'impervadns.net'],
    networks: [19551],
  },
  // seen: dns1.p03.nsone.net
  { name: 'NS1', nameServers: ['nsone.net'] },
  // seen: ns1.p01.dynect.net
  { name: 'Oracle Dyn', nameServers: ['dynect.net'] },
  // docs: help.ovhcloud.com (DNS servers, DNS Anycast)
  { name: 'OVHcloud', nameServers: ['ovh.net', 'anycast.me'] },
  {
    // docs: dns.ultraproducts.support (name server segments); seen: pdns1.ultradns.net to pdns6.ultradns.co.uk
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
  // docs: vercel.com/docs/domains; seen: vercel-dns-017.com
  { name: 'Vercel', nameServers: ['vercel-dns.com'], aliases: ['vercel-dns.com', 'vercel-dns-*.com'] },
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
  const known = organisations.find(({ nameServers = [] }) => isIn(nameServer, nameServers))
  return known?.name ?? registrableDomain(nameServer)
}

function isIn(host: string, domains: readonly string[]): boolean {
  const domain = registrableDomain(host)
  return domains.includes(domain) || domains.includes(domain.replaceAll(/\d+/g, '*'))
}

/** Who delivers in others' name, by the names that aliases lead to. */
export function cdnOfAliases(aliases: readonly string[]): string | undefined {
  return organisations.find(({ aliases: domains = [] }) => aliases.some(name => isIn(name, domains)))?.name
}

export function cdnOfNetwork(as: number): string | undefined {
  return organisations.find(({ networks = [] }) => networks.includes(as))?.name
}
