import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A certificate as a server needs it: paths of the chain and its key. */
export interface Identity {
  readonly certificate: string
  readonly key: string
}

/** A certificate authority of a test's own, by OpenSSL. */
export interface Authority {
  /** Its own certificate, PEM. */
  readonly root: string
  /** @param names subject alternative names, such as `DNS:a.example` or `IP:127.0.0.1` */
  issue(label: string, names: string, dates?: { from: string; to: string }): Identity
}

/** Dates of a certificate that has run out, as OpenSSL writes them. */
export const longAgo = { from: '20200101000000Z', to: '20200201000000Z' }

export function createAuthority(folder: string, name = 'Prahari test CA'): Authority {
  mkdirSync(join(folder, 'issued'), { recursive: true })
  const at = (file: string) => join(folder, file)
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  writeFileSync(at('index.txt'), '')
  writeFileSync(at('index.txt.attr'), 'unique_subject = no\n')
  writeFileSync(at('ca.cnf'), configuration(folder))
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const authority = ['-x509', '-days', '400', '-subj', `/O=${name}/CN=${name}`]
  openssl(
    'req',
    ...authority,
    ...newKey,
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.pem'),
    '-addext',
    'basicConstraints=critical,CA:TRUE',
  )
  return {
    root: readFileSync(at('ca.pem'), 'utf8'),
    issue(label, names, dates) {
      const identity = { certificate: at(`${label}.pem`), key: at(`${label}.key`) }
      const request = at(`${label}.csr`)
      openssl('req', ...newKey, '-subj', `/O=${label}/CN=${label}`, '-keyout', identity.key, '-out', request)
      writeFileSync(at(`${label}.ext`), `subjectAltName=${names}\n`)
      const valid = dates === undefined ? ['-days', '90'] : ['-startdate', dates.from, '-enddate', dates.to]
      openssl(
        'ca',
        '-batch',
        '-notext',
        '-config',
        at('ca.cnf'),
        '-in',
        request,
        '-out',
        identity.certificate,
        '-extfile',
        at(`${label}.ext`),
        ...valid,
      )
      return identity
    },
  }
}

function configuration(folder: string): string {
  return `[ca]
default_ca = lab
[lab]
database = ${folder}/index.txt
new_certs_dir = ${folder}/issued
certificate = ${folder}/ca.pem
private_key = ${folder}/ca.key
rand_serial = yes
default_md = sha256
default_days = 90
policy = any
[any]
organizationName = optional
commonName = supplied
`
}
