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
  /** Announces prefixes that are others', and these alone; packets to them end here. */
  hijack(prefixes: readonly string[]): Promise<void>
}

/** Starts BIRD for a site: eBGP with each neighbour, one switchable static protocol for each own prefix. */
export async function startRouter(
  namespace: string,
  site: Site,
  links: readonly Link[],
  folder: string,
): Promise<Router> {
  const base = join(folder, `bird-${site.id}`)
  const withdrawn = new Set<string>()
  let stolen: readonly string[] = []
  const write = () => writeFile(`${base}.conf`, configuration(site, links, withdrawn, stolen))
  await write()
  const socket = `${base}.ctl`
  const daemon = startDaemon(
    namespace,
    'bird',
    ['-f', '-c', `${base}.conf`, '-s', socket, '-P', `${base}.pid`],
    `${base}.log`,
  )
  const tell = (...words: string[]) => run(...inside(namespace, 'birdc', ['-s', socket, ...words]))
  const turn = async (word: 'enable' | 'disable', prefixes: readonly string[]) => {
    for (const prefix of prefixes) {
      if (word === 'enable') withdrawn.delete(prefix)
      else withdrawn.add(prefix)
      await tell(word, protocolOf(site, prefix))
    }
  }
  const inKernel = (word: string, prefixes: readonly string[]) =>
    run(
      'ip',
      ['-n', namespace, '-batch', '-'],
      prefixes.map(each => `route ${word} blackhole ${each}\n`).join(''),
    )
  return {
    daemon,
    announce: prefixes => turn('enable', prefixes),
    withdraw: prefixes => turn('disable', prefixes),
    async hijack(prefixes) {
      await inKernel('del', stolen)
      stolen = prefixes
      await inKernel('add', stolen)
      await write()
      await tell('configure')
    },
  }
}

function protocolOf(site: Site, prefix: string): string {
  return `own${site.prefixes.indexOf(prefix)}`
}

function configuration(
  site: Site,
  links: readonly Link[],
  withdrawn: ReadonlySet<string>,
  stolen: readonly string[],
): string {
  const [source] = site.addresses
  // Without it packets leave with the cable's address, to which nobody has a route back.
  const preferred = source === undefined ? '' : `krt_prefsrc = ${source}; `
  const own = site.prefixes.map(prefix => {
    // What birdc has disabled a new configuration would enable again.
    const off = withdrawn.has(prefix) ? 'disabled; ' : ''
    return `protocol static ${protocolOf(site, prefix)} { ${off}ipv4; route ${prefix} blackhole; }\n`
  })
  const others = stolen.map(
    (prefix, n) => `protocol static stolen${n} { ipv4; route ${prefix} blackhole; }\n`,
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
${own.join('')}${others.join('')}${sessions.join('')}`
}
