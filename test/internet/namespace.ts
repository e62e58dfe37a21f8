import { execFile, execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Finding } from '../../src/model/finding.ts'
import { probes } from '../../src/observe/probes/index.ts'
import { lookOnce } from './look.ts'

/** True where a network of its own can be made for one look, and packets dropped in it. */
export const haveNamespaces = existsSync('/usr/sbin/nft') && canUnshare()

function canUnshare(): boolean {
  try {
    execFileSync('unshare', ['--net', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const enter = 'ip link set lo up && nft "$1" && shift && exec "$@"'

/**
 * Looks once within a network that has loopback only.
 * @param rules for nft, what happens to packets there
 */
export async function lookInNamespace(kind: string, spec: unknown, rules: string): Promise<Finding[]> {
  const script = join(import.meta.dirname, 'namespace.ts')
  const look = [process.execPath, script, kind, JSON.stringify(spec)]
  const args = ['--net', '/bin/sh', '-c', enter, 'sh', rules, ...look]
  const { stdout } = await promisify(execFile)('unshare', args)
  return Finding.array().parse(JSON.parse(stdout))
}

if (import.meta.main) {
  const [kind, spec = ''] = process.argv.slice(2)
  const probe = probes.find(each => each.kind === kind)
  if (probe === undefined) throw new Error(`there is no probe ${kind}`)
  const { findings } = await lookOnce(probe, JSON.parse(spec))
  process.stdout.write(JSON.stringify(findings))
}
