import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Result } from './result.ts'

const script = readFileSync(join(import.meta.dirname, '../bin/prahari'), 'utf8')

/** Runs a measurement in a Node of its own, with the settings that `bin/prahari` gives to `serve`. */
export async function asServed(name: string): Promise<Result[]> {
  const flags = [...script.matchAll(/--[a-z-]+=\d+/g)].map(([flag]) => flag)
  const env = Object.fromEntries(
    [...script.matchAll(/\b(MALLOC_\w+)=(\d+)/g)].map(([, key, value]) => [key, value]),
  )
  if (flags.length === 0) throw new Error('bin/prahari gives serve no settings any more')
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...flags, join(import.meta.dirname, name), '--json'],
    { env: { ...process.env, ...env } },
  )
  return JSON.parse(stdout) as Result[]
}
