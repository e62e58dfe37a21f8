import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** Runs a command to its end and gives what it wrote. @throws with what it complained of */
export async function run(command: string, args: readonly string[], input?: string): Promise<string> {
  const running = execute(command, args, { maxBuffer: 64 * 1024 * 1024 })
  if (input !== undefined) running.child.stdin?.end(input)
  return (await running).stdout
}

/** The command line that runs something inside a network namespace; the process id stays the command's. */
export function inside(namespace: string, command: string, args: readonly string[]): [string, string[]] {
  return ['nsenter', [`--net=/run/netns/${namespace}`, '--', command, ...args]]
}

/** A server that runs in the foreground as our child. */
export interface Daemon {
  readonly child: ChildProcess
  signal(name: NodeJS.Signals): void
  /** Signals it and all that it has forked. */
  signalAll(name: NodeJS.Signals): void
  stop(grace?: number): Promise<void>
}

/** Starts a server in a namespace; all that it writes goes to `log`. */
export function startDaemon(
  namespace: string,
  command: string,
  args: readonly string[],
  log: string,
  options: { env?: NodeJS.ProcessEnv; control?: boolean } = {},
): Daemon {
  const [program, words] = inside(namespace, command, args)
  const file = openSync(log, 'a')
  const child = spawn(program, words, {
    stdio: [options.control ? 'pipe' : 'ignore', file, file],
    env: options.env ?? process.env,
    // Ctrl-C goes to the drill alone, which then ends its servers in order.
    detached: true,
  })
  closeSync(file)
  return {
    child,
    signal: name => void child.kill(name),
    signalAll: name => signalGroup(child, name),
    stop: grace => stop(child, grace),
  }
}

/** Ends a server: at once, or by SIGTERM with `grace` milliseconds to finish. */
async function stop(child: ChildProcess, grace = 0): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  signalGroup(child, 'SIGCONT')
  signalGroup(child, grace > 0 ? 'SIGTERM' : 'SIGKILL')
  const late = grace > 0 ? setTimeout(() => signalGroup(child, 'SIGKILL'), grace) : undefined
  await ended
  clearTimeout(late)
}

function signalGroup({ pid, exitCode, signalCode }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return
  try {
    process.kill(-pid, name)
  } catch {
    // The group has ended between the question and the signal.
  }
}
