import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * Gives the loopback device these addresses by name: it answers for all of 127/8, yet some servers listen only on
 * what an interface is said to have. Needs root.
 * @returns takes them away again
 */
export async function nameAddresses(addresses: readonly string[]): Promise<() => Promise<void>> {
  const change = async (verb: 'add' | 'del') => {
    for (const address of addresses) await run('ip', ['address', verb, `${address}/32`, 'dev', 'lo'])
  }
  await change('add')
  return () => change('del')
}
