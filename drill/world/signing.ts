import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { run } from './shell.ts'

/** What is wrong with the signatures within a zone; what is wrong with its keys at the registry is not here. */
export const signatureStates = [
  'good',
  'expired',
  'not-yet-valid',
  'missing',
  'invalid',
  'no-denial',
] as const
export type SignatureState = (typeof signatureStates)[number]

/** Signs zones (RFC 4034) with one key each. */
export interface Signer {
  /** The zone's text with its key, its denials and its signatures in it, one record a line. */
  sign(zone: string, text: string, state: SignatureState): Promise<string>
  /** A DS record of the zone's key, or of a key that the zone does not have. */
  ds(zone: string, of: 'own' | 'other'): Promise<string>
}

/**
 * Seconds from now at which signatures begin and end. Resolvers allow a clock to be wrong by some (Unbound by up
 * to a day), so that what has expired has done so long ago.
 */
const day = 86_400
const spans: Partial<Record<SignatureState, [number, number]>> = {
  expired: [-30 * day, -2 * day],
  'not-yet-valid': [2 * day, 30 * day],
}
const usual: [number, number] = [-day, 30 * day]

export async function createSigner(folder: string): Promise<Signer> {
  const home = join(folder, 'keys')
  await mkdir(home, { recursive: true })
  const keys = new Map<string, Promise<string>>()
  /** The base of a key's two files; it is made when first asked for. */
  const keyOf = (zone: string, whose: 'own' | 'other') => {
    const name = `${whose} ${zone}`
    const known = keys.get(name) ?? newKey(home, zone)
    keys.set(name, known)
    return known
  }
  const signed = new Map<string, Promise<string>>()
  return {
    async sign(zone, text, state) {
      if (state === 'missing') return text
      const key = await keyOf(zone, 'own')
      // The same zone served by two servers has the same signatures.
      const name = createHash('sha256').update(`${zone} ${state} ${text}`).digest('hex')
      const known = signed.get(name) ?? signZone(join(home, name), zone, text, key, state)
      signed.set(name, known)
      return known
    },
    async ds(zone, of) {
      return run('dnssec-dsfromkey', ['-2', `${await keyOf(zone, of)}.key`])
    },
  }
}

async function newKey(home: string, zone: string): Promise<string> {
  const name = await run('dnssec-keygen', ['-q', '-a', 'ECDSAP256SHA256', '-f', 'KSK', '-K', home, zone])
  return join(home, name.trim())
}

async function signZone(
  base: string,
  zone: string,
  text: string,
  key: string,
  state: SignatureState,
): Promise<string> {
  await writeFile(base, `${text}${await readFile(`${key}.key`, 'utf8')}`)
  const [from, to] = spans[state] ?? usual
  const whole = ['-z', '-P', '-q', '-O', 'full']
  const span = ['-s', stamp(from), '-e', stamp(to)]
  const files = ['-d', dirname(base), '-o', zone, '-f', `${base}.signed`]
  await run('dnssec-signzone', [...whole, ...span, ...files, base, key])
  const lines = (await readFile(`${base}.signed`, 'utf8')).split('\n')
  if (state === 'invalid') return lines.map(spoilt).join('\n')
  return lines.filter(line => state !== 'no-denial' || !isDenial(line)).join('\n')
}

/** `YYYYMMDDHHMMSS` of so many seconds from now. */
function stamp(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString().replace(/\D/g, '').slice(0, 14)
}

/** A signature of the zone's data with a letter changed; the keys stay vouched for. */
function spoilt(line: string): string {
  if (!/^\S+\s+\d+\s+IN\s+RRSIG\s+(?!DNSKEY)/.test(line)) return line
  return line.replace(/(\S)(\S*)$/, (_, first, rest) => `${first === 'A' ? 'B' : 'A'}${rest}`)
}

function isDenial(line: string): boolean {
  return /^\S+\s+\d+\s+IN\s+(?:RRSIG\s+)?NSEC\s/.test(line)
}
