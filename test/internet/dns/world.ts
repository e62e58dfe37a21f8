import { startKnot } from './knot.ts'
import { findPlace, type Place } from './place.ts'

/** A small name space on loopback: a root, two registries and zones that work, are dead, lame or elsewhere. */
export interface NameWorld {
  readonly place: Place
  /** As `address:port`. */
  readonly root: string
  stop(): Promise<void>
}

/**
 * `example.test` works on four addresses; of `lame.test`'s four one does not serve it; `dark.test`'s two are
 * silent, `half.test` has one of those and one that works; `alias.example.test` leads to `www.outside.test`,
 * whose server lies under another top-level domain and has no glue.
 */
export async function startNameWorld(): Promise<NameWorld> {
  const place = await findPlace()
  const at = place.address
  const four = ['a', 'b', 'c', 'd']
  const servers = (zone: string, hosts: readonly number[]) =>
    hosts.map((host, n) => `${zone} NS ${four[n]}.ns.${zone}\n${four[n]}.ns.${zone} A ${at(host)}`).join('\n')
  const apex = (hosts: readonly number[]) =>
    hosts.map((host, n) => `@ NS ${four[n]}.ns\n${four[n]}.ns A ${at(host)}`).join('\n')

  const root = await startKnot(place, {
    addresses: [at(11)],
    zones: {
      '.': `. NS root.\nroot. A ${at(11)}
test. NS ns.nic.test.\nns.nic.test. A ${at(12)}\norg. NS ns.nic.org.\nns.nic.org. A ${at(13)}
gone. NS ns.nic.gone.\nns.nic.gone. A ${at(14)}`,
    },
  })
  const registry = await startKnot(place, {
    addresses: [at(12), at(13)],
    zones: {
      test: `@ NS ns.nic\nns.nic A ${at(12)}
${servers('example', [21, 22, 23, 24])}\n${servers('lame', [21, 22, 23, 41])}
${servers('alllame', [41])}\n${servers('dark', [31, 32])}\n${servers('half', [21, 31])}
outside NS ns1.hoster.org.`,
      org: `@ NS ns.nic\nns.nic A ${at(13)}\nhoster NS ns1.hoster\nns1.hoster A ${at(41)}`,
    },
  })
  const many = Array.from({ length: 120 }, (_, n) => `many A 192.0.2.${n + 1}`).join('\n')
  const working = await startKnot(place, {
    addresses: [21, 22, 23, 24].map(at),
    zones: {
      'example.test': `${apex([21, 22, 23, 24])}
www A 192.0.2.1\nwww AAAA 2001:db8::1\ntext TXT "words"\nnear CNAME www\nalias CNAME www.outside.test.\n${many}`,
      'lame.test': `${apex([21, 22, 23, 41])}\nwww A 192.0.2.2`,
      'half.test': `${apex([21, 31])}\nwww A 192.0.2.3`,
    },
  })
  const dark = await startKnot(place, {
    addresses: [31, 32].map(at),
    zones: { 'dark.test': `${apex([31, 32])}\nwww A 192.0.2.4` },
  })
  dark.pause()
  const hoster = await startKnot(place, {
    addresses: [at(41)],
    zones: {
      'hoster.org': `@ NS ns1\nns1 A ${at(41)}`,
      'outside.test': '@ NS ns1.hoster.org.\nwww A 192.0.2.5',
    },
  })
  return {
    place,
    root: `${at(11)}:${place.port}`,
    async stop() {
      for (const daemon of [root, registry, working, dark, hoster]) await daemon.stop()
      await place.remove()
    },
  }
}
