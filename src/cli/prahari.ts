import { stripVTControlCharacters } from 'node:util'
import {
  type ArgsDef,
  type CommandDef,
  defineCommand,
  renderUsage,
  runCommand,
  type SubCommandsDef,
} from 'citty'
import { suggestion } from '../base/nearest.ts'
import { UserError } from '../base/user-error.ts'
import { checkFlags } from './flags.ts'

/** One line a command; each is loaded only when it is asked for. */
const commands: SubCommandsDef = {
  serve: () => import('./serve.ts').then(module => module.serve),
  agent: () => import('./agent.ts').then(module => module.agent),
  catalogue: () => import('./catalogue.ts').then(module => module.catalogue),
  diagnose: () => import('./diagnose.ts').then(module => module.diagnose),
  fate: () => import('./fate.ts').then(module => module.fate),
  reports: () => import('./reports.ts').then(module => module.reports),
  detect: () => import('./detect.ts').then(module => module.detect),
  demo: () => import('./demo.ts').then(module => module.demo),
  drill: () => import('./drill.ts').then(module => module.drill),
  token: () => import('./token.ts').then(module => module.token),
  replay: () => import('./replay.ts').then(module => module.replay),
  record: () => import('./record.ts').then(module => module.record),
}

const prahari = defineCommand({
  meta: { name: 'prahari', description: 'An independent, self-hosted outage observatory' },
  subCommands: commands,
})

/** Runs the command line `raw`. The exit status is 0, 2 for a user's mistake, 1 for our own. */
async function main(raw: string[]): Promise<void> {
  try {
    await run(raw)
  } catch (error) {
    process.exitCode = error instanceof UserError || isCitty(error) ? 2 : 1
    process.stderr.write(told(error))
  }
}

async function run(raw: string[]): Promise<void> {
  const { command, parent, rest } = await find(prahari as CommandDef, raw)
  const children = (await resolved(command.subCommands)) ?? {}
  const end = rest.indexOf('--')
  const asksHelp = (end < 0 ? rest : rest.slice(0, end)).some(word => word === '--help' || word === '-h')
  if (asksHelp || Object.keys(children).length > 0) {
    if (!asksHelp && rest.length > 0) throw unknownCommand(rest[0] ?? '', Object.keys(children))
    const usage = await renderUsage(command, parent)
    process.stdout.write(`${process.stdout.isTTY ? usage : stripVTControlCharacters(usage)}\n`)
    return
  }
  checkFlags(rest, ((await resolved(command.args)) ?? {}) as ArgsDef)
  await runCommand(command, { rawArgs: rest })
}

/** Follows the leading words down to the command that they name. */
async function find(
  command: CommandDef,
  raw: string[],
  parent?: CommandDef,
): Promise<{ command: CommandDef; parent: CommandDef | undefined; rest: string[] }> {
  const children = (await resolved(command.subCommands)) ?? {}
  const [name, ...rest] = raw
  if (name === undefined || !Object.hasOwn(children, name)) return { command, parent, rest: raw }
  const child = await resolved(children[name])
  return child === undefined ? { command, parent, rest: raw } : find(child, rest, command)
}

async function resolved<Value>(
  value: Value | Promise<Value> | (() => Value) | (() => Promise<Value>) | undefined,
): Promise<Value | undefined> {
  return typeof value === 'function' ? (value as () => Value | Promise<Value>)() : value
}

function unknownCommand(word: string, known: readonly string[]): UserError {
  const what = word.startsWith('-') ? `there is no ${word} here` : `there is no command ${word}`
  return new UserError('unknown-command', what, `${suggestion(word, known)} See prahari --help`)
}

function isCitty(error: unknown): error is Error {
  return error instanceof Error && error.name === 'CLIError'
}

function told(error: unknown): string {
  if (error instanceof UserError) return `prahari: ${error.message}\n  ${error.todo}\n  (${error.code})\n`
  if (isCitty(error))
    return `prahari: ${stripVTControlCharacters(error.message)}\n  see --help\n  (bad-arguments)\n`
  return `prahari: this is a bug of ours, please report it:\n${error instanceof Error ? error.stack : error}\n`
}

await main(process.argv.slice(2))
