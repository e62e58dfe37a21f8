import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { accepts } from '../accepts.ts'
import { type Daemon, startDaemon } from '../dns/daemon.ts'
import type { Identity } from '../http/authority.ts'

export const haveMosquitto = existsSync('/usr/sbin/mosquitto') && existsSync('/usr/bin/openssl')

/** One listener of the broker: where, with which certificate, and whether it takes whoever comes. */
export interface BrokerListener {
  readonly address: string
  readonly port: number
  readonly identity?: Identity
  readonly anonymous: boolean
}

/** Starts a Mosquitto broker in the foreground. */
export async function startMosquitto(folder: string, listeners: readonly BrokerListener[]): Promise<Daemon> {
  mkdirSync(folder, { recursive: true })
  const configuration = join(folder, 'mosquitto.conf')
  writeFileSync(configuration, `per_listener_settings true\nuser root\n${listeners.map(block).join('')}`)
  return startDaemon('/usr/sbin/mosquitto', ['-c', configuration], async () => {
    const open = await Promise.all(listeners.map(({ address, port }) => accepts(address, port)))
    return open.every(Boolean)
  })
}

function block({ address, port, identity, anonymous }: BrokerListener): string {
  const certificate =
    identity === undefined ? '' : `certfile ${identity.certificate}\nkeyfile ${identity.key}\n`
  return `listener ${port} ${address}\nallow_anonymous ${anonymous}\n${certificate}`
}
