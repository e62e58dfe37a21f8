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
}

export async function prepareFrontEnd(
  namespace: string,
  server: WebServer,
  authority: Authority,
  folder: string,
): Promise<FrontEnd> {
  const home = join(folder, `nginx-${server.id}`)
  await mkdir(home, { recursive: true })
  await writeFile(join(home, 'nginx.conf'), configuration(home, server))
  const certify = (state: CertificateState) => authority.issue(join(home, 'site'), server.names, state)
  await certify('good')
  let daemon: Daemon | undefined
  return {
    server,
    daemon: () => daemon,
    async start() {
      const args = ['-c', join(home, 'nginx.conf'), '-e', join(home, 'log')]
      daemon = startDaemon(namespace, 'nginx', args, join(home, 'log'))
    },
    async certify(state) {
      await certify(state)
      daemon?.signal('SIGHUP')
    },
  }
}

/** Where a front end's origin listens, within its own namespace. */
export const originPort = 8000

function configuration(home: string, { address, names }: WebServer): string {
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `daemon off;
user root;
worker_processes 1;
pid ${home}/pid;
error_log ${home}/log warn;
events { worker_connections 256; }
http {
  access_log off;
${paths.map(path => `  ${path}_temp_path ${home}/${path};\n`).join('')}
  server {
    listen ${address}:80;
    server_name ${names.join(' ')};
    return 301 https://$host$request_uri;
  }
  server {
    listen ${address}:443 ssl http2;
    server_name ${names.join(' ')};
    ssl_certificate ${home}/site.crt;
    ssl_certificate_key ${home}/site.key;
    location / {
      proxy_pass http://127.0.0.1:${originPort};
      proxy_set_header Host $host;
    }
  }
}
`
}
