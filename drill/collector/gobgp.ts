import { z } from 'zod'

/** What one peer said of one prefix; without a path it withdrew it. */
export interface Heard {
  /** Seconds since 1970. */
  readonly at: number
  readonly peer: string
  readonly prefix: string
  readonly path?: readonly number[]
}

const asPathAttribute = 2

const Path = z.object({
  nlri: z.object({ prefix: z.string() }),
  age: z.number(),
  attrs: z
    .array(
      z.object({
        type: z.number(),
        as_paths: z.array(z.object({ asns: z.array(z.number()).nullable() })).optional(),
      }),
    )
    .default([]),
  withdrawal: z.boolean().optional(),
  isWithdraw: z.boolean().optional(),
  'neighbor-ip': z.string().optional(),
})
const Paths = z.union([z.array(Path), Path.transform(path => [path])])

/** Reads a line of `gobgp monitor adj-in -j`; a line that is none of its paths says nothing. */
export function readMonitorLine(line: string): Heard[] {
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch {
    return []
  }
  const paths = Paths.safeParse(json)
  if (!paths.success) return []
  return paths.data.map(path => {
    const asPath = path.attrs.find(({ type }) => type === asPathAttribute)
    const asns = asPath?.as_paths?.flatMap(segment => segment.asns ?? []) ?? []
    const withdrawn = path.withdrawal ?? path.isWithdraw ?? false
    return {
      at: path.age,
      peer: path['neighbor-ip'] ?? '',
      prefix: path.nlri.prefix,
      ...(withdrawn ? {} : { path: asns }),
    }
  })
}

/** The same as RIS Live would say it (https://ris-live.ripe.net/manual/). */
export function risMessage({ at, peer, prefix, path }: Heard, peerAs: ReadonlyMap<string, number>): string {
  const said =
    path === undefined
      ? { withdrawals: [prefix] }
      : { path, origin: 'igp', announcements: [{ next_hop: peer, prefixes: [prefix] }], withdrawals: [] }
  const data = {
    timestamp: at,
    peer,
    peer_asn: String(peerAs.get(peer) ?? 0),
    id: `drill-${peer}-${at}`,
    host: 'drill',
    type: 'UPDATE',
    ...said,
  }
  return JSON.stringify({ type: 'ris_message', data })
}
