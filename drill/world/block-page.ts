import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Authority } from './certificates.ts'
import { blockPageAddress } from './plan.ts'
import { type Daemon, startDaemon } from './shell.ts'

/** As providers in India show it. */
const page = `<!doctype html><html><head><title>Blocked</title></head><body>
<p>Your requested URL has been blocked as per the directions received from Department of Telecommunications,
Government of India. Please contact administrator for more information.</p></body></html>`

/** Starts the server that forged answers lead to: one page for whatever is asked, with a certificate of its own. */
export async function startBlockPage(namespace: string, ca: Authority, folder: string): Promise<Daemon> {
  const home = join(folder, 'nginx-block-page')
  await mkdir(join(home, 'pages'), { recursive: true })
  await ca.issue(join(home, 'site'), ['blocked.invalid'], 'self-signed')
  await writeFile(join(home, 'pages/index.html'), page)
  await writeFile(join(home, 'nginx.conf'), configuration(home))
  return startDaemon(
    namespace,
    'nginx',
    ['-c', join(home, 'nginx.conf'), '-e', join(home, 'log')],
    join(home, 'log'),
  )
}

function configuration(home: string): string {
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
    listen ${blockPageAddress}:80;
    listen ${blockPageAddress}:443 ssl;
    ssl_certificate ${home}/site.crt;
    ssl_certificate_key ${home}/site.key;
    root ${home}/pages;
    default_type text/html;
    location / { try_files /index.html =404; }
  }
}
`
}
