import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { usual } from './usual.ts'

/** What wrk counted. */
export interface Load {
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  /** Answers other than 2xx and 3xx, and connections that failed. */
  readonly failed: number
}

/** @param script in this folder; @param seconds how long */
export async function wrk(url: string, script: string, connections: number, seconds: number): Promise<Load> {
  const { stdout } = await promisify(execFile)(
    ...usual('wrk', [
      ...['--threads', '1', '--connections', String(connections), '--duration', `${seconds}s`, '--latency'],
      ...['--timeout', '10s', '--script', join(import.meta.dirname, script), url],
    ]),
    { maxBuffer: 2 ** 20 },
  )
  const found = (pattern: RegExp) => pattern.exec(stdout)?.[1]
  const errors = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(stdout) ?? []
  const sockets = errors.slice(1).reduce((sum, count) => sum + Number(count), 0)
  return {
    perSecond: Number(found(/^Requests\/sec:\s+([\d.]+)/m)),
    p50: milliseconds(found(/^\s+50%\s+(\S+)/m)),
    p99: milliseconds(found(/^\s+99%\s+(\S+)/m)),
    failed: Number(found(/Non-2xx or 3xx responses: (\d+)/) ?? 0) + sockets,
  }
}

/** `850.00us`, `2.46ms`, `1.20s` */
function milliseconds(text = ''): number {
  const [, amount, unit] = /^([\d.]+)(us|ms|s)$/.exec(text) ?? []
  return Number(amount) * (unit === 'us' ? 0.001 : unit === 's' ? 1000 : 1)
}
