import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { isMain, print } from '../measure.ts'
import type { Result } from '../result.ts'

/**
 * Measures the intake of reports in a network namespace that has nothing but loopback; needs root, `wrk` and `nginx`.
 * @param flags `--minutes=10`: how long the flood of single reports lasts; `--profile`: where the time goes
 */
export async function benchIntake(flags: readonly string[] = []): Promise<Result[]> {
  const script = join(import.meta.dirname, 'measure.ts')
  const { stdout } = await promisify(execFile)('unshare', ['-n', process.execPath, script, ...flags])
  return JSON.parse(stdout) as Result[]
}

if (isMain(import.meta.url)) print(await benchIntake(process.argv.slice(2)))
