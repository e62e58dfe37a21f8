import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { parseRecords, type ZoneRecord } from './records.ts'

const run = promisify(execFile)

export type Algorithm =
  | 'NSEC3RSASHA1'
  | 'RSASHA256'
  | 'RSASHA512'
  | 'ECDSAP256SHA256'
  | 'ECDSAP384SHA384'
  | 'ED25519'
  | 'ED448'

/** How a zone is signed. */
export interface Signing {
  readonly algorithm?: Algorithm
  /** Of RSA keys; 2048 unless said otherwise. */
  readonly bits?: number
  /** From when until when its signatures hold, in hours from now. */
  readonly from?: number
  readonly until?: number
  readonly denial?: 'nsec' | 'nsec3' | 'nsec3-opt-out'
  /** NSEC3’s salt in hexadecimal digits, and how many times more the names are hashed. */
  readonly salt?: string
  readonly iterations?: number
}

/** A key as the tools keep it: the path of its files without their endings, and its tag. */
export interface KeyFile {
  readonly path: string
  readonly tag: number
  /** The DNSKEY record as a line of a zone file. */
  readonly record: string
}

/** A key-signing key, which the parent vouches for, and a zone-signing key. */
export interface KeyPair {
  readonly ksk: KeyFile
  readonly zsk: KeyFile
}

/** Makes a pair of keys for a zone with `dnssec-keygen`. */
export async function makeKeys(
  folder: string,
  zone: string,
  { algorithm = 'ECDSAP256SHA256', bits = 2048 }: Signing,
): Promise<KeyPair> {
  await mkdir(folder, { recursive: true })
  const kind = ['-a', algorithm, ...(algorithm.includes('RSA') ? ['-b', String(bits)] : [])]
  const [ksk, zsk] = await Promise.all([
    makeKey(folder, zone, [...kind, '-f', 'KSK']),
    makeKey(folder, zone, kind),
  ])
  return { ksk, zsk }
}

async function makeKey(folder: string, zone: string, kind: readonly string[]): Promise<KeyFile> {
  const { stdout } = await run('dnssec-keygen', ['-q', '-K', folder, ...kind, zone])
  const path = join(folder, stdout.trim())
  const lines = (await readFile(`${path}.key`, 'utf8')).split('\n')
  const record = lines.find(line => line !== '' && !line.startsWith(';')) ?? ''
  return { path, tag: Number(path.split('+').at(-1)), record }
}

/** What a parent's DS record for the key says, as `dnssec-dsfromkey` writes it: tag, algorithm, digest type, digest. */
export async function signerOf(key: KeyFile): Promise<string> {
  const { stdout } = await run('dnssec-dsfromkey', ['-2', `${key.path}.key`])
  return stdout.trim().split(' ').slice(3).join(' ')
}

/**
 * Signs a zone file with `dnssec-signzone`.
 * @param file where to keep it, and beside it the signed zone
 */
export async function signZone(
  zone: string,
  text: string,
  { ksk, zsk }: KeyPair,
  { from = -1, until = 24 * 30, denial = 'nsec', salt = '-', iterations = 0 }: Signing,
  file: string,
): Promise<ZoneRecord[]> {
  await writeFile(file, `${text}\n${ksk.record}\n${zsk.record}\n`)
  const optOut = denial === 'nsec3-opt-out' ? ['-A'] : []
  const nsec3 = denial === 'nsec' ? [] : ['-3', salt, '-H', String(iterations), ...optOut]
  await run('dnssec-signzone', [
    // Without its own check, which a signature that is meant to be wrong would fail.
    ...['-P', '-q', '-O', 'full', '-n', '1', '-d', join(file, '..')],
    ...['-s', signerTime(from), '-e', signerTime(until), ...nsec3],
    ...['-o', zone, '-f', `${file}.signed`, '-k', ksk.path, file, zsk.path],
  ])
  return parseRecords(await readFile(`${file}.signed`, 'utf8'))
}

/** `20261124203000`: a moment as the signer takes it. */
function signerTime(hoursFromNow: number): string {
  const moment = new Date(Date.now() + hoursFromNow * 3_600_000)
  return moment.toISOString().slice(0, 19).replaceAll(/[-T:]/g, '')
}
