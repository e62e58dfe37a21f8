import { existsSync } from 'node:fs'

/** A Debian package that tests with real servers need, the file by which it is known, and what for. */
export interface DebianPackage {
  readonly name: string
  readonly provides: string
  readonly for: string
  /** Whether the drill needs it. */
  readonly drill: boolean
}

export const packages: readonly DebianPackage[] = [
  {
    name: 'openssl',
    provides: '/usr/bin/openssl',
    for: 'certificates of the tests’ own authorities',
    drill: true,
  },
  { name: 'curl', provides: '/usr/bin/curl', for: 'looking by hand in the drill’s world', drill: true },
  { name: 'procps', provides: '/usr/sbin/sysctl', for: 'forwarding in the drill’s namespaces', drill: true },
  { name: 'iputils-ping', provides: '/usr/bin/ping', for: 'echo requests', drill: false },
  { name: 'iproute2', provides: '/sbin/ip', for: 'network namespaces of the drill', drill: true },
  { name: 'knot', provides: '/usr/sbin/knotd', for: 'authoritative name servers', drill: true },
  { name: 'knot-dnsutils', provides: '/usr/bin/kdig', for: 'checking answers against kdig', drill: false },
  {
    name: 'bind9-utils',
    provides: '/usr/bin/dnssec-signzone',
    for: 'signing zones, well and wrongly',
    drill: true,
  },
  {
    name: 'bind9-dnsutils',
    provides: '/usr/bin/delv',
    for: 'checking the validation against delv',
    drill: false,
  },
  {
    name: 'bind9',
    provides: '/usr/sbin/named',
    for: 'name servers that misbehave, and a resolver',
    drill: false,
  },
  { name: 'unbound', provides: '/usr/sbin/unbound', for: 'recursive resolvers', drill: true },
  { name: 'nginx-light', provides: '/usr/sbin/nginx', for: 'web servers', drill: true },
  { name: 'mosquitto', provides: '/usr/sbin/mosquitto', for: 'MQTT brokers', drill: true },
  { name: 'prosody', provides: '/usr/bin/prosody', for: 'XMPP servers', drill: true },
  { name: 'bird2', provides: '/usr/sbin/bird', for: 'BGP routers of the drill', drill: true },
  { name: 'nftables', provides: '/usr/sbin/nft', for: 'middleboxes of the drill', drill: true },
  { name: 'gobgpd', provides: '/usr/bin/gobgpd', for: 'the drill’s route collector', drill: true },
  {
    name: 'chromium',
    provides: '/usr/bin/chromium',
    for: 'looking at the pages, and the accessibility check',
    drill: false,
  },
  {
    name: 'fonts-noto-core',
    provides: '/usr/share/fonts/truetype/noto/NotoSansBengali-Regular.ttf',
    for: 'Bengali on them',
    drill: false,
  },
]

export function missingPackages(): DebianPackage[] {
  return packages.filter(({ provides }) => !existsSync(provides))
}
