import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A real `prahari serve` that looks at nothing and takes reports. */
export interface Serving {
  readonly url: string
  readonly port: number
  readonly pid: number
  /** Ends it as a power cut would. */
  kill(): Promise<void>
  stop(): Promise<void>
}

const program = join(import.meta.dirname, '../../bin/prahari')

/** Writes a catalogue of one service, `chat` with the component `app`, and one control. @returns its folder */
export function smallCatalogue(folder: string): string {
  mkdirSync(folder, { recursive: true })
  const service = {
    service: 'chat',
    name: { en: 'Chat' },
    operator: 'Test',
    category: 'social',
    timezone: 'Etc/UTC',
    homepage: 'http://localhost/',
    every: '1h',
    timeout: '5s',
    official: [],
    components: { app: { name: { en: 'App' }, look: [{ tcp: '127.0.0.1:9' }] } },
  }
  writeFileSync(join(folder, 'chat.yaml'), JSON.stringify(service))
  return folder
}

/** @param port 0 for any free one */
export async function startServing(
  folder: string,
  port = 0,
  env: Readonly<Record<string, string>> = {},
): Promise<Serving> {
  const flags = { data: join(folder, 'data'), port, catalogue: join(folder, 'catalogue'), observe: false }
  const args = Object.entries(flags).map(([name, value]) => `--${name}=${value}`)
  const child = spawn(program, ['serve', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  })
  const ended = once(child, 'exit')
  const [line] = (await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended])) as [
    string,
  ]
  const [, url = '', taken] = /(http:\/\/[\d.]+:(\d+)\/)/.exec(String(line)) ?? []
  const { pid } = child
  if (taken === undefined || pid === undefined) throw new Error(`serve ended: ${line}`)
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await ended
  }
  return { url, port: Number(taken), pid, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
}
