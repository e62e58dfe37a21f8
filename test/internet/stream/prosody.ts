import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { accepts } from '../accepts.ts'
import { type Daemon, startDaemon } from '../dns/daemon.ts'
import type { Identity } from '../http/authority.ts'

export const haveProsody = existsSync('/usr/bin/prosody') && existsSync('/usr/bin/openssl')

/** Where the server listens, for plain streams with STARTTLS and for direct TLS, and whom it serves. */
export interface ProsodyPlan {
  readonly address: string
  readonly port: number
  readonly directPort: number
  readonly hosts: readonly { readonly name: string; readonly identity: Identity }[]
}

/** Starts a Prosody server in the foreground, everything it writes inside `folder`. */
export async function startProsody(
  folder: string,
  { address, port, directPort, hosts }: ProsodyPlan,
): Promise<Daemon> {
  mkdirSync(folder, { recursive: true })
  const configuration = join(folder, 'prosody.cfg.lua')
  const [first] = hosts
  const ssl = ({ certificate, key }: Identity) => `{ certificate = "${certificate}"; key = "${key}" }`
  writeFileSync(
    configuration,
    `run_as_root = true
data_path = "${folder}/data"
pidfile = "${folder}/prosody.pid"
log = { { levels = { min = "warn" }; to = "console" } }
interfaces = { "${address}" }
c2s_ports = { ${port} }
c2s_direct_tls_ports = { ${directPort} }
${first === undefined ? '' : `c2s_direct_tls_ssl = ${ssl(first.identity)}\n`}s2s_ports = {}
modules_enabled = { "tls", "saslauth" }
modules_disabled = { "s2s", "posix" }
authentication = "anonymous"
${hosts.map(({ name, identity }) => `VirtualHost "${name}"\nssl = ${ssl(identity)}\n`).join('')}`,
  )
  return startDaemon('/usr/bin/prosody', ['-F', '--config', configuration], async () => {
    const open = await Promise.all([accepts(address, port), accepts(address, directPort)])
    return open.every(Boolean)
  })
}
