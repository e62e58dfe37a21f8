import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Result } from './result.ts'

/** Flags of V8 and the environment that a Node is started with. */
interface Settings {
  readonly flags: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** What `bin/prahari` gives to `serve`: little memory, for more work of the garbage collector. */
export function served(): Settings {
  const script = readFileSync(join(import.meta.dirname, '../bin/prahari'), 'utf8')
  const flags = [...script.matchAll(/--[a-z-]+=\d+/g)].map(([flag]) => flag)
  const set = [...script.matchAll(/\b(MALLOC_\w+)=(\d+)/g)]
  if (flags.length === 0) throw new Error('bin/prahari gives serve no settings any more')
  return { flags, env: Object.fromEntries(set.map(([, name = '', value = '']) => [name, value])) }
}

/** Runs a measurement in a Node of its own. */
export async function inOwnNode(
  script: string,
  args: readonly string[],
  settings?: Settings,
): Promise<Result[]> {
  const { flags, env } = settings ?? { flags: [], env: {} }
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...flags, join(import.meta.dirname, script), '--json', ...args],
    { env: { ...process.env, ...env } },
  )
  return JSON.parse(stdout) as Result[]
}
