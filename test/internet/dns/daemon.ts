import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'

/** A server that runs in the foreground as our child. */
export interface Daemon {
  /** Stops it in its tracks: its ports stay open and nothing answers, as behind a route that leads nowhere. */
  pause(): void
  stop(): Promise<void>
}

/** True where the Debian packages are installed that these tests need. */
export const haveServers = existsSync('/usr/sbin/knotd') && existsSync('/usr/sbin/unbound')

/**
 * Starts a server and waits until `ready` says so, which is told what the server said so far.
 * @throws with the server's own words when it ends or is not ready within 10 s
 */
export async function startDaemon(
  command: string,
  args: readonly string[],
  ready: (said: string) => Promise<boolean>,
): Promise<Daemon> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  }
  const until = Date.now() + 10_000
  while (!(await ready(said))) {
    if (child.exitCode !== null || Date.now() > until) {
      child.kill('SIGKILL')
      throw new Error(`${command} did not start:\n${said}`)
    }
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  return {
    pause: () => child.kill('SIGSTOP'),
    stop: () => stop(child),
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}
