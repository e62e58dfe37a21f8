import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type DebianPackage, missingPackages } from './packages.ts'

const policyFile = '/usr/sbin/policy-rc.d'

/**
 * Installs the Debian packages that are missing, where this user may: as root, with apt. Their services
 * are not started. @returns what is still missing
 */
export function installPackages(say: (line: string) => void): DebianPackage[] {
  const missing = missingPackages()
  if (missing.length === 0) return []
  const names = missing.map(({ name }) => name)
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    say(`not installed, and this user may not install them: ${names.join(' ')}`)
    return missing
  }
  say(`installing ${names.join(' ')} …`)
  withoutServices(() => {
    apt('update', '-qq')
    apt('install', '-y', '-qq', '--no-install-recommends', ...names)
  })
  return missingPackages()
}

function apt(...args: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { status, stderr } = spawnSync('apt-get', args, {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  if (status !== 0) process.stderr.write(`apt-get ${args[0]} ended with ${status}:\n${stderr}\n`)
}

// Marked, so that one that an interrupted run left behind is known, and removed by the next.
const ours = '#!/bin/sh\n# written by the tests of Prahari while they install packages\nexit 101\n'

/** Debian's own way to keep a package's service from starting: exit status 101 of policy-rc.d. */
function withoutServices(act: () => void): void {
  if (existsSync(policyFile) && readFileSync(policyFile, 'utf8') !== ours) {
    act()
    return
  }
  writeFileSync(policyFile, ours)
  chmodSync(policyFile, 0o755)
  try {
    act()
  } finally {
    rmSync(policyFile, { force: true })
  }
}
