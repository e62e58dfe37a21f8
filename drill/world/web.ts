import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Authority, CertificateState } from './certificates.ts'
import type { WebServer } from './plan.ts'
import { type Daemon, startDaemon } from './shell.ts'

/** A front end: nginx with TLS before the origin. */
export interface FrontEnd {
  readonly server: WebServer
  readonly daemon: () => Daemon | undefined
  start(): Promise<void>
  /** Gives it another certificate; it takes it up without a restart. */
  certify(state: CertificateState): Promise<void>
  /** Lets it speak other versions of HTTP, or HTTP/2 that fails once it is begun. */
  speak(protocol: ProtocolState): Promise<void>
}

export const protocolStates = ['good', 'http1-only', 'http2-broken'] as const
export type ProtocolState = (typeof protocolStates)[number]

export async function prepareFrontEnd(
  namespace: string,
  server: WebServer,
  authority: Authority,
  folder: string,
): Promise<FrontEnd> {
  const home = join(folder, `nginx-${server.id}`)
  await mkdir(home, { recursive: true })
  let protocol: ProtocolState = 'good'
  const certify = (state: CertificateState) => authority.issue(join(home, 'site'), server.names, state)
  await certify('good')
  let daemon: Daemon | undefined
  const start = async () => {
    const log = join(home, 'log')
    if (protocol === 'http2-broken') {
      const args = [join(import.meta.dirname, 'broken-http2.ts'), server.address, home]
      daemon = startDaemon(namespace, process.execPath, args, log)
      return
    }
    await writeFile(
      join(home, 'nginx.conf'),
      configuration(home, server, protocol === 'good' ? ' http2' : ''),
    )
    daemon = startDaemon(namespace, 'nginx', ['-c', join(home, 'nginx.conf'), '-e', log], log)
  }
  return {
    server,
    daemon: () => daemon,
    start,
    async certify(state) {
      await certify(state)
      daemon?.signal('SIGHUP')
    },
    async speak(state) {
      await daemon?.stop()
      protocol = state
      await start()
    },
  }
}

/** Where a front end's origin listens, within its own namespace. */
export const originPort = 8000

function configuration(home: string, { address, names }: WebServer, http2: '' | ' http2'): string {
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `daemon off;
user root;
worker_processes 1;
pid ${home}/pid;
error_log ${home}/log warn;
events { worker_connections 256; }
http {
  access_log off;
  map $http_upgrade $connection_upgrade { default upgrade; '' close; }
${paths.map(path => `  ${path}_temp_path ${home}/${path};\n`).join('')}
  server {
    listen ${address}:80;
    server_name ${names.join(' ')};
    return 301 https://$host$request_uri;
  }
  server {
    listen ${address}:443 ssl${http2};
    server_name ${names.join(' ')};
    ssl_certificate ${home}/site.crt;
    ssl_certificate_key ${home}/site.key;
    location / {
      proxy_pass http://127.0.0.1:${originPort};
      proxy_set_header Host $host;
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
    }
  }
}
`
}
