import { join } from 'node:path'
import { belongsTo, type ZoneRecord, zoneFile } from './records.ts'
import { type KeyPair, makeKeys, signerOf, signZone } from './sign.ts'
import type { LabZone, ParentKeys, ServerKind, Text, ZoneContent } from './zone-case.ts'

type At = (server: ServerKind) => string

/** A zone as it is to be served, and what its parent says of it. */
export interface BuiltZone {
  readonly zone: string
  readonly servers: readonly ServerKind[]
  /** The first server’s zone file, and the second’s. */
  readonly files: readonly [string, string]
  /** For the parent’s zone file. */
  readonly delegation: string
  /** What the DS record of its key says. */
  readonly signer?: string
}

/**
 * Makes a zone’s keys where it needs some, signs it, and does to it what happened to it.
 * @param children what the zone says of those below it
 */
export async function buildZone(
  { records = '', ...leaf }: LabZone,
  children: string,
  folder: string,
  at: At,
): Promise<BuiltZone> {
  const zone = { ...leaf, records: `${written(records, at)}\n${children}` }
  const servers = zone.servers ?? ['a', 'b']
  const ds = zone.ds ?? (zone.signed === undefined ? 'none' : 'right')
  const keys =
    zone.signed === undefined && ds === 'none' ? undefined : await keysFor(zone, join(folder, zone.zone))
  const first = await contentFile(zone, zone, 'first', keys, at)
  const second =
    zone.second === undefined
      ? first
      : await contentFile(zone, { ...zone, ...zone.second }, 'second', keys, at)
  const delegation = (signers: readonly string[]) => delegationOf(zone, servers, signers, at)
  const built = { zone: zone.zone, servers, files: [first, second] } as const
  if (keys === undefined) return { ...built, delegation: delegation([]) }
  const signer = await signerOf(keys.own.ksk)
  return { ...built, delegation: delegation(await signersBy(ds, signer, keys)), signer }
}

interface Keys {
  readonly folder: string
  readonly own: KeyPair
  /** Makes another pair, for mishaps. */
  another(): Promise<KeyPair>
}

async function keysFor({ zone, signed = {} }: LabZone, folder: string): Promise<Keys> {
  const make = () => makeKeys(folder, zone, signed)
  return { folder, own: await make(), another: make }
}

async function contentFile(
  zone: LabZone,
  content: ZoneContent,
  name: string,
  keys: Keys | undefined,
  at: At,
): Promise<string> {
  const text = zoneText(zone, content, at)
  if (content.signed === undefined || keys === undefined) return text
  const { signed } = content
  const sign = (pair: KeyPair, file: string) =>
    signZone(zone.zone, text, pair, signed, join(keys.folder, file))
  const own = await sign(keys.own, name)
  const records =
    content.strayKey === undefined
      ? own
      : withKeysOf(own, await sign({ ...(await keys.another()), ksk: keys.own.ksk }, `${name}-stray`))
  return zoneFile(content.mishap?.(records, zone.zone, keys.own) ?? records)
}

function withKeysOf(published: readonly ZoneRecord[], records: readonly ZoneRecord[]): ZoneRecord[] {
  const isKey = (record: ZoneRecord) => belongsTo(record, 'DNSKEY')
  return [...records.filter(record => !isKey(record)), ...published.filter(isKey)]
}

function zoneText({ zone, servers = ['a', 'b'] }: LabZone, content: ZoneContent, at: At): string {
  const { serial = 7, www = 'www A 192.0.2.1', records = '' } = content
  const own = servers.map((server, n) => `@ NS ns${n + 1}\nns${n + 1} A ${at(server)}`).join('\n')
  const apex = content.apex ?? own
  return `$ORIGIN ${zone === '.' ? '.' : `${zone}.`}
$TTL 60
@ SOA ns1 host ${serial} 60 60 60 5
${[apex, www, records].map(text => written(text, at)).join('\n')}
`
}

function delegationOf(
  { zone, delegation }: LabZone,
  servers: readonly ServerKind[],
  signers: readonly string[],
  at: At,
): string {
  const [label = ''] = zone.split('.')
  const own = servers
    .map((server, n) => `${label} NS ns${n + 1}.${label}\nns${n + 1}.${label} A ${at(server)}`)
    .join('\n')
  const vouched = signers.map(signer => `${label} DS ${signer}`)
  return [written(delegation ?? own, at), ...vouched].join('\n')
}

function written(text: Text, at: At): string {
  return typeof text === 'string' ? text : text(at)
}

/** What the DS records of the parent say. */
async function signersBy(ds: ParentKeys, right: string, { another }: Keys): Promise<string[]> {
  const [tag, algorithm, digestType, digest] = right.split(' ')
  switch (ds) {
    case 'none':
      return []
    case 'right':
      return [right]
    case 'another key':
      return [await signerOf((await another()).ksk)]
    case 'old and new':
      return [right, await signerOf((await another()).ksk)]
    case 'unknown algorithm':
      return [`${tag} 100 ${digestType} ${digest}`]
    case 'unknown digest':
      return [`${tag} ${algorithm} 99 ${digest}`]
  }
}
