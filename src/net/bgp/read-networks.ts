import { linesOf } from '../../base/lines.ts'
import { UserError } from '../../base/user-error.ts'
import { type NetworkRange, Networks } from './networks.ts'

/** One line of a file; `announced` where it is a prefix as it is announced. */
interface Line extends NetworkRange {
  readonly announced: boolean
}

/**
 * Reads which network each address belongs to, from a file in one of the forms in which such are published,
 * the first line saying which:
 * - `1.0.0.0<TAB>24<TAB>13335`: CAIDA's pfx2as, from RouteViews; of several origins the first counts;
 * - `1.0.0.0<TAB>1.0.0.255<TAB>13335<TAB>US<TAB>CLOUDFLARENET`: iptoasn.com's ip2asn;
 * - `1.0.0.0,1.0.0.255,13335,"Cloudflare, Inc."`: the CSV of ip-location-db.
 * @throws UserError `bad-prefix-to-as` with file and line, `cannot-read`
 */
export async function readNetworks(path: string): Promise<Networks> {
  let networks: Networks | undefined
  let number = 0
  try {
    for await (const text of linesOf(path)) {
      number++
      if (text.trim() === '' || text.startsWith('#')) continue
      const line = parse(text)
      if (line === undefined) throw bad(`${path}:${number}: "${text.slice(0, 60)}" is no network`)
      networks ??= new Networks(line.announced)
      // AS 0 stands for what nobody announces (RFC 7607).
      if (line.as > 0 && !networks.add(line))
        throw bad(`${path}:${number}: "${text.slice(0, 60)}" is no range of addresses`)
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error) || error instanceof UserError) throw error
    const what = `${path}${number > 0 ? `, after line ${number}` : ''}: ${error.message}`
    throw new UserError('cannot-read', what, 'check that the file is there and whole')
  }
  if (networks === undefined || networks.size === 0) throw bad(`${path}: there is no network in it`)
  networks.seal()
  return networks
}

function parse(text: string): Line | undefined {
  const [start = '', second = '', third = '', ...more] = text.includes('\t')
    ? text.split('\t')
    : csvFields(text)
  const as = Number(/^\d+/.exec(third)?.[0])
  if (!Number.isInteger(as) || as > 0xffff_ffff) return undefined
  if (/^\d{1,3}$/.test(second)) return { announced: true, start, end: Number(second), as }
  const name = more.at(-1)
  return { announced: false, start, end: second, as, ...(name === undefined || name === '' ? {} : { name }) }
}

/** Three plain fields and a text, which stands in quotes where it has a comma (RFC 4180). */
function csvFields(text: string): string[] {
  const [start = '', end = '', as = '', ...rest] = text.split(',')
  const name = rest.join(',').trim()
  const plain = /^".*"$/.test(name) ? name.slice(1, -1).replaceAll('""', '"') : name
  return [start, end, as, plain]
}

function bad(message: string): UserError {
  const todo =
    'give a file in the form of pfx2as (CAIDA), ip2asn (iptoasn.com) or the CSV of ip-location-db with --prefix-to-as'
  return new UserError('bad-prefix-to-as', message, todo)
}
