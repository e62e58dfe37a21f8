import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { createGzip } from 'node:zlib'
import { readNetworks } from '../src/net/bgp/read-networks.ts'
import { ownCpu, print, residentOf } from './measure.ts'
import type { Result } from './result.ts'

/** As many prefixes as the internet's routers hold, in round figures. */
const prefixes4 = 1_000_000
const prefixes6 = 200_000
const lookUps = 200_000
const megabyte = 1_000_000

/** What it costs a vantage point to know the network of every prefix. */
async function benchNetworks(): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'prahari-bench-networks-'))
  const path = join(folder, 'table.pfx2as.gz')
  await pipeline(Readable.from(blocks()), createGzip({ level: 1 }), createWriteStream(path))
  const before = residentOf(process.pid)
  const cpu = ownCpu()
  const networks = await readNetworks(path)
  const read = (ownCpu() - cpu) / 1000
  const resident = (residentOf(process.pid) - before) / megabyte
  rmSync(folder, { recursive: true })
  const began = ownCpu()
  let found = 0
  for (let n = 0; n < lookUps; n++) if (networks.of(address4(n * 5)) !== undefined) found++
  if (found !== lookUps) throw new Error(`${found} of ${lookUps} addresses were found`)
  const each = ((ownCpu() - began) * 1000) / lookUps
  const what = `${prefixes4.toLocaleString('en')} prefixes of IPv4 and ${prefixes6.toLocaleString('en')} of IPv6`
  return [
    { what: 'networks: CPU to read them', measured: read, unit: 's', note: `${what}, packed by gzip, once` },
    {
      what: 'networks: resident memory beside that',
      measured: resident,
      unit: 'MB',
      note: 'more than before it was read, right after, with what the reading has not given back yet',
    },
    {
      what: 'networks: CPU for a look-up',
      measured: each,
      unit: 'µs',
      note: `mean of ${lookUps.toLocaleString('en')}, from text to prefix, number and name`,
    },
  ]
}

/** The table in blocks of a thousand lines: as one text it would be most of the memory that is measured. */
function* blocks(): Generator<string> {
  const thousand = Array.from({ length: 1000 }, (_, n) => n)
  for (let from = 0; from < prefixes4; from += 1000)
    yield thousand.map(n => `${address4(from + n)}\t24\t${network(from + n)}\n`).join('')
  for (let from = 0; from < prefixes6; from += 1000)
    yield thousand.map(n => `${address6(from + n)}\t48\t${network(from + n)}\n`).join('')
}

function network(n: number): number {
  return (n % 75_000) + 1
}

function address6(n: number): string {
  return `2a00:${(n >> 8).toString(16)}:${(n & 255).toString(16)}::`
}

/** The first address of the nth /24 from 1.0.0.0 on. */
function address4(n: number): string {
  return `${1 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}.0`
}

const { values } = parseArgs({ options: { json: { type: 'boolean' } } })
const results = await benchNetworks()
if (values.json) process.stdout.write(JSON.stringify(results))
else print(results)
