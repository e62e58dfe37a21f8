import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Result, table } from './result.ts'

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return (low + high) / 2
}

/** CPU-milliseconds, user and system, that this process has used so far. */
export function ownCpu(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

// USER_HZ, in which /proc counts, is 100 on every Linux that Node runs on.
const msPerTick = 10

/** The same of another process, by /proc/PID/stat (proc(5)), to ten milliseconds. */
export function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name, in brackets, may hold anything; `state` is the first field after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * msPerTick
}

/** Resident memory of a process in bytes, by /proc/PID/status. */
export function residentOf(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1024
}

/** Whether the module is the one that was started. */
export function isMain(url: string): boolean {
  return process.argv[1] === fileURLToPath(url)
}

export function print(results: readonly Result[]): void {
  process.stdout.write(
    `${table(results)}\n\n${results.map(({ what, note }) => `${what}: ${note}\n`).join('')}`,
  )
}
