import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Daemon, startDaemon } from './daemon.ts'
import type { Place } from './place.ts'

/** BIND's own switches by which its authors make it misbehave (`named -T`). */
export type NamedFlaw = 'notcp' | 'maxudp512' | 'dropedns' | 'ednsformerr' | 'noaa'

/** An authoritative server of whole zone files, their SOA among the records. */
export interface FlawedAuthority {
  readonly address: string
  readonly flaws: readonly NamedFlaw[]
  readonly files: Readonly<Record<string, string>>
}

/** Starts a BIND server that is wrong in the given ways. */
export async function startNamed(place: Place, authority: FlawedAuthority): Promise<Daemon> {
  const { address, flaws, files } = authority
  const folder = await folderFor(place, address)
  for (const [zone, text] of Object.entries(files)) await writeFile(join(folder, `${zone}.zone`), text)
  const zones = Object.keys(files).map(
    zone => `zone "${zone}" { type primary; file "${zone}.zone"; check-names ignore; };\n`,
  )
  const switches = flaws.flatMap(flaw => ['-T', flaw])
  return await start(place, address, ['recursion no'], zones, switches)
}

/**
 * Starts a BIND resolver that follows the delegations from the root's server on and does not validate: it hands
 * on whatever it is given, so that others can. It gives up after ten seconds.
 */
export async function startNamedResolver(place: Place, address: string, rootServer: string): Promise<Daemon> {
  const folder = await folderFor(place, address)
  await writeFile(join(folder, 'hints'), `. 60 NS root.\nroot. 60 A ${rootServer}\n`)
  const options = [
    'recursion yes',
    'allow-recursion { 127.0.0.0/8; }',
    'empty-zones-enable no',
    'qname-minimization off',
    `query-source address ${address}`,
  ]
  return await start(place, address, options, ['zone "." { type hint; file "hints"; };\n'], [])
}

async function folderFor(place: Place, address: string): Promise<string> {
  const folder = join(place.folder, `named-${address}`)
  await mkdir(folder, { recursive: true })
  return folder
}

async function start(
  place: Place,
  address: string,
  options: readonly string[],
  zones: readonly string[],
  switches: readonly string[],
): Promise<Daemon> {
  const folder = await folderFor(place, address)
  const file = join(folder, 'named.conf')
  await writeFile(file, configuration(folder, address, place.port, options, zones))
  return await startDaemon('/usr/sbin/named', ['-g', '-n', '1', '-c', file, ...switches], async said =>
    said.includes('all zones loaded'),
  )
}

function configuration(
  folder: string,
  address: string,
  port: number,
  options: readonly string[],
  zones: readonly string[],
): string {
  return `controls { };
options {
  directory "${folder}";
  listen-on port ${port} { ${address}; };
  listen-on-v6 { none; };
  pid-file none;
  session-keyfile none;
  lock-file none;
  dnssec-validation no;
  notify no;
  max-udp-size 1232;
${options.map(option => `  ${option};\n`).join('')}};
${zones.join('')}`
}
