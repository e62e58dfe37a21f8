import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Link } from './namespaces.ts'
import type { Site } from './plan.ts'
import { type Daemon, inside, run, startDaemon } from './shell.ts'

/** A site's router. */
export interface Router {
  readonly daemon: Daemon
  announce(prefixes: readonly string[]): Promise<void>
  withdraw(prefixes: readonly string[]): Promise<void>
}

/** Starts BIRD for a site: eBGP with each neighbour, one switchable static protocol for each own prefix. */
export async function startRouter(
  namespace: string,
  site: Site,
  links: readonly Link[],
  folder: string,
): Promise<Router> {
  const base = join(folder, `bird-${site.id}`)
  await writeFile(`${base}.conf`, configuration(site, links))
  const socket = `${base}.ctl`
  const daemon = startDaemon(
    namespace,
    'bird',
    ['-f', '-c', `${base}.conf`, '-s', socket, '-P', `${base}.pid`],
    `${base}.log`,
  )
  const tell = async (word: string, prefixes: readonly string[]) => {
    for (const prefix of prefixes) {
      await run(...inside(namespace, 'birdc', ['-s', socket, word, protocolOf(site, prefix)]))
    }
  }
  return {
    daemon,
    announce: prefixes => tell('enable', prefixes),
    withdraw: prefixes => tell('disable', prefixes),
  }
}

function protocolOf(site: Site, prefix: string): string {
  return `own${site.prefixes.indexOf(prefix)}`
}

function configuration(site: Site, links: readonly Link[]): string {
  const [source] = site.addresses
  // Without it packets leave with the cable's address, to which nobody has a route back.
  const preferred = source === undefined ? '' : `krt_prefsrc = ${source}; `
  const own = site.prefixes.map(
    prefix => `protocol static ${protocolOf(site, prefix)} { ipv4; route ${prefix} blackhole; }\n`,
  )
  // Only a transit passes on what it has learnt; a site with two uplinks is no way through.
  const exported = site.prefixes.length === 0 ? 'source = RTS_BGP' : 'source = RTS_STATIC'
  const sessions = links
    .filter(({ peer }) => peer !== 'collector' || site.id !== 'observatory')
    .map(
      ({ address, peerAddress, peerAs }, n) => `protocol bgp peer${n} {
  local ${address} as ${site.as};
  neighbor ${peerAddress} as ${peerAs};
  hold time 9; connect retry time 1; connect delay time 1; error wait time 1,2;
  ipv4 { import all; next hop self; export where ${exported}; };
}
`,
    )
  return `router id ${links[0]?.address};
protocol device { scan time 1; }
protocol kernel { ipv4 { export filter { if source = RTS_BGP then { ${preferred}accept; } reject; }; }; }
${own.join('')}${sessions.join('')}`
}
