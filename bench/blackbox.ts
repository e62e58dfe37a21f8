import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cpuOf } from './measure.ts'
import { freePort } from './targets.ts'

const program = '/usr/bin/prometheus-blackbox-exporter'
export const haveBlackbox = existsSync(program)

/** Prometheus's blackbox exporter, the peer that most people probe with. */
export interface Blackbox {
  /** Has it probe `target` by all the modules so many times a second for so long. @returns its CPU-milliseconds each time */
  probe(modules: readonly string[], target: string, rate: number, seconds: number): Promise<number>
  stop(): Promise<void>
}

/** @param name what its dns module asks for */
export async function startBlackbox(folder: string, authority: string, name: string): Promise<Blackbox> {
  const port = await freePort()
  const file = join(folder, 'blackbox.yml')
  await writeFile(file, configuration(authority, name))
  const args = [`--config.file=${file}`, `--web.listen-address=127.0.0.1:${port}`, '--log.level=error']
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const { pid } = child
  if (pid === undefined) throw new Error(`${program} did not start`)
  for (const until = Date.now() + 10_000; !(await listens(port)); ) {
    if (Date.now() > until) throw new Error(`${program} does not listen`)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  return {
    async probe(modules, target, rate, seconds) {
      const urls = modules.map(
        module => `http://127.0.0.1:${port}/probe?${new URLSearchParams({ module, target })}`,
      )
      const before = cpuOf(pid)
      const { asked, succeeded } = await drive(urls, rate, seconds)
      const used = cpuOf(pid) - before
      if (succeeded < asked)
        throw new Error(`blackbox ${modules}: ${asked - succeeded} of ${asked} probes failed`)
      return used / asked
    },
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function drive(urls: readonly string[], rate: number, seconds: number) {
  const script = join(import.meta.dirname, 'driver.ts')
  const run = promisify(execFile)
  const { stdout } = await run(process.execPath, [script, String(rate), String(seconds), ...urls])
  return JSON.parse(stdout) as { asked: number; succeeded: number }
}

function configuration(authority: string, name: string): string {
  return `modules:
  resolver: { prober: dns, timeout: 5s, dns: { query_name: ${name}, query_type: A, preferred_ip_protocol: ip4 } }
  authoritative:
    prober: dns
    timeout: 5s
    dns: { query_name: ${name}, query_type: A, recursion_desired: false, preferred_ip_protocol: ip4 }
  tcp: { prober: tcp, timeout: 5s, tcp: { preferred_ip_protocol: ip4 } }
  http: { prober: http, timeout: 5s, http: { preferred_ip_protocol: ip4 } }
  https:
    prober: http
    timeout: 5s
    http: { preferred_ip_protocol: ip4, fail_if_not_ssl: true, tls_config: { ca_file: ${authority} } }
`
}

function listens(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    const settle = (heard: boolean) => {
      socket.destroy()
      resolve(heard)
    }
    socket.on('connect', () => settle(true)).on('error', () => settle(false))
  })
}
