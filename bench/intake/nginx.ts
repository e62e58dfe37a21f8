import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { usual } from './usual.ts'

/** An nginx that answers 204 to everything without reading it: what the load and the machine can do at most. */
export async function startNginx(folder: string, port: number): Promise<ChildProcess> {
  const config = join(folder, 'nginx.conf')
  writeFileSync(
    config,
    `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
     events { worker_connections 1024; }
     http { access_log off; keepalive_requests 1000000000; client_max_body_size 2m;
       server { listen 127.0.0.1:${port}; location / { return 204; } } }`,
  )
  const child = spawn(...usual('nginx', ['-c', config]), { stdio: 'ignore' })
  for (let tries = 0; tries < 100; tries++) {
    const socket = connect(port, '127.0.0.1')
    const open = await Promise.race([once(socket, 'connect').then(() => true), sleep(100, false)]).catch(
      () => false,
    )
    socket.destroy()
    if (open) return child
    await sleep(50)
  }
  throw new Error('nginx did not start')
}
