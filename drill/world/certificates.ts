import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './shell.ts'

/** What a web server's certificate is like. */
export const certificateStates = ['good', 'expired', 'wrong-name', 'self-signed'] as const
export type CertificateState = (typeof certificateStates)[number]

/** The lab's own certification authority. */
export interface Authority {
  /** Its certificate (PEM), for whoever should trust it. */
  readonly file: string
  /** Writes `<base>.crt` and `<base>.key` for some host names. */
  issue(base: string, names: readonly string[], state: CertificateState): Promise<void>
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']

export async function createAuthority(folder: string): Promise<Authority> {
  const home = join(folder, 'ca')
  await mkdir(home, { recursive: true })
  const [file, key] = [join(home, 'ca.crt'), join(home, 'ca.key')]
  await openssl([
    'req',
    '-x509',
    ...newKey,
    '-subj',
    '/O=Prahari drill/CN=Drill CA',
    '-days',
    '2',
    '-keyout',
    key,
    '-out',
    file,
  ])
  return {
    file,
    async issue(base, names, state) {
      const shown = state === 'wrong-name' ? ['elsewhere.invalid'] : names
      const extensions = `subjectAltName=${shown.map(name => `DNS:${name}`).join(',')}\nextendedKeyUsage=serverAuth\n`
      await writeFile(`${base}.ext`, extensions)
      const subject = ['-subj', `/O=Drill/CN=${shown[0]}`]
      await openssl(['req', ...newKey, ...subject, '-keyout', `${base}.key`, '-out', `${base}.csr`])
      const signer =
        state === 'self-signed'
          ? ['-signkey', `${base}.key`]
          : ['-CA', file, '-CAkey', key, '-set_serial', newSerial()]
      const days = state === 'expired' ? '-1' : '90'
      await openssl([
        'x509',
        '-req',
        '-in',
        `${base}.csr`,
        ...signer,
        '-days',
        days,
        '-extfile',
        `${base}.ext`,
        '-out',
        `${base}.crt`,
      ])
    },
  }
}

async function openssl(args: readonly string[]): Promise<void> {
  await run('openssl', args)
}

function newSerial(): string {
  return `0x${randomBytes(8).toString('hex')}`
}
