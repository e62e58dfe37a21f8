import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { accepts } from '../accepts.ts'
import { type Daemon, startDaemon } from '../dns/daemon.ts'
import type { Identity } from './authority.ts'

export const haveNginx = existsSync('/usr/sbin/nginx') && existsSync('/usr/bin/openssl')

/** One `server` block: where it listens, with which certificate, and its `location` blocks. */
export interface Site {
  readonly address: string
  readonly port: number
  readonly identity?: Identity
  readonly http2?: boolean
  readonly locations: string
}

/** Starts nginx in the foreground, everything it writes inside `folder`. */
export async function startNginx(folder: string, sites: readonly Site[]): Promise<Daemon> {
  mkdirSync(folder, { recursive: true })
  const configuration = join(folder, 'nginx.conf')
  writeFileSync(
    configuration,
    `${preamble(folder)}http {\n${paths(folder)}${sites.map(serverBlock).join('')}}\n`,
  )
  return startDaemon('/usr/sbin/nginx', ['-p', folder, '-e', 'stderr', '-c', configuration], async () => {
    const open = await Promise.all(sites.map(({ address, port }) => accepts(address, port)))
    return open.every(Boolean)
  })
}

function preamble(folder: string): string {
  return `daemon off;\nmaster_process off;\nworker_processes 1;\npid ${folder}/nginx.pid;\nevents { worker_connections 256; }\n`
}

function paths(folder: string): string {
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `access_log off;\n${kinds.map(kind => `${kind}_temp_path ${folder}/${kind};\n`).join('')}`
}

function serverBlock({ address, port, identity, http2 = true, locations }: Site): string {
  const secure = identity === undefined ? '' : ` ssl${http2 ? ' http2' : ''}`
  const certificate =
    identity === undefined
      ? ''
      : `ssl_certificate ${identity.certificate};\nssl_certificate_key ${identity.key};\n`
  return `server {\nlisten ${address}:${port}${secure};\n${certificate}default_type text/plain;\n${locations}\n}\n`
}
