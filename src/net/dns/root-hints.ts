import type { AddressFamily } from '../../model/vantage-point.ts'

/** The root's servers (https://www.internic.net/domain/named.root), with b's addresses of November 2023. */
export const rootHints: readonly { readonly host: string; readonly v4: string; readonly v6: string }[] = [
  { host: 'a.root-servers.net', v4: '198.41.0.4', v6: '2001:503:ba3e::2:30' },
  { host: 'b.root-servers.net', v4: '170.247.170.2', v6: '2801:1b8:10::b' },
  { host: 'c.root-servers.net', v4: '192.33.4.12', v6: '2001:500:2::c' },
  { host: 'd.root-servers.net', v4: '199.7.91.13', v6: '2001:500:2d::d' },
  { host: 'e.root-servers.net', v4: '192.203.230.10', v6: '2001:500:a8::e' },
  { host: 'f.root-servers.net', v4: '192.5.5.241', v6: '2001:500:2f::f' },
  { host: 'g.root-servers.net', v4: '192.112.36.4', v6: '2001:500:12::d0d' },
  { host: 'h.root-servers.net', v4: '198.97.190.53', v6: '2001:500:1::53' },
  { host: 'i.root-servers.net', v4: '192.36.148.17', v6: '2001:7fe::53' },
  { host: 'j.root-servers.net', v4: '192.58.128.30', v6: '2001:503:c27::2:30' },
  { host: 'k.root-servers.net', v4: '193.0.14.129', v6: '2001:7fd::1' },
  { host: 'l.root-servers.net', v4: '199.7.83.42', v6: '2001:500:9f::42' },
  { host: 'm.root-servers.net', v4: '202.12.27.33', v6: '2001:dc3::35' },
]

/** Where a walk begins when nobody says otherwise: the root's addresses of the given families. */
export function rootServers(families: readonly AddressFamily[]): string[] {
  return families.flatMap(family => rootHints.map(hint => (family === 4 ? hint.v4 : hint.v6)))
}
