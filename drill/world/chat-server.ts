import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Authority } from './certificates.ts'
import type { ChatServer } from './plan.ts'
import { type Daemon, startDaemon } from './shell.ts'

/** Prepares a server of long-lived connections, with one certificate for all of its names. */
export async function prepareChatServer(
  namespace: string,
  server: ChatServer,
  ca: Authority,
  folder: string,
): Promise<{ daemon(): Daemon | undefined; start(): Promise<void> }> {
  const home = join(folder, `${server.speaks}-${server.id}`)
  await mkdir(home, { recursive: true })
  await ca.issue(join(home, 'site'), server.names, 'good')
  // Prosody knows what its file is by its ending.
  const file = join(home, 'configuration.cfg.lua')
  await writeFile(file, server.speaks === 'xmpp' ? prosody(home, server) : mosquitto(home, server))
  const [program, args] =
    server.speaks === 'xmpp'
      ? (['prosody', ['-F', '--config', file]] as const)
      : (['mosquitto', ['-c', file]] as const)
  let daemon: Daemon | undefined
  return {
    daemon: () => daemon,
    async start() {
      daemon = startDaemon(namespace, program, args, join(home, 'log'))
    },
  }
}

/** Streams with STARTTLS at every port, for clients whom nobody knows. */
function prosody(home: string, { address, ports, names }: ChatServer): string {
  const hosts = names.map(
    name => `VirtualHost "${name}"\nssl = { certificate = "${home}/site.crt"; key = "${home}/site.key" }\n`,
  )
  return `run_as_root = true
data_path = "${home}/data"
pidfile = "${home}/pid"
log = { { levels = { min = "warn" }; to = "console" } }
interfaces = { "${address}" }
c2s_ports = { ${ports.join(', ')} }
s2s_ports = {}
modules_enabled = { "tls", "saslauth" }
modules_disabled = { "s2s", "posix" }
authentication = "anonymous"
${hosts.join('')}`
}

/** MQTT over TLS at every port, for clients whom nobody knows. */
function mosquitto(home: string, { address, ports }: ChatServer): string {
  const listeners = ports.map(
    port => `listener ${port} ${address}
allow_anonymous true
certfile ${home}/site.crt
keyfile ${home}/site.key
`,
  )
  return `per_listener_settings true\nuser root\n${listeners.join('')}`
}
