import { readFileSync } from 'node:fs'
import { suggestion } from '../base/nearest.ts'
import { UserError } from '../base/user-error.ts'
import { type Config, type Setting, settings } from './options.ts'

/** What a command line gave, by flag name without dashes. */
export type Flags = Readonly<Record<string, string | boolean | undefined>>

/** What was written for each setting, by its name; a flag goes before the environment. */
type Written = Record<string, { text: string; where: string } | undefined>

/**
 * The settings in force, from flags (by flag name, without dashes) and the environment.
 * @throws UserError `unknown-setting`, `bad-setting`, `secret-file-unreadable`
 */
export function readConfig(flags: Flags, env: Readonly<Record<string, string | undefined>>): Config {
  refuseUnknown(env)
  const written = Object.fromEntries(
    Object.entries<Setting<unknown>>(settings).map(([name, setting]) => [name, find(setting, flags, env)]),
  )
  return asserted(written)
}

function refuseUnknown(env: Readonly<Record<string, string | undefined>>): void {
  const known = Object.values<Setting<unknown>>(settings).flatMap(({ env: name, secret }) =>
    secret ? [name, `${name}_FILE`] : [name],
  )
  const unknown = Object.keys(env).find(name => name.startsWith('PRAHARI_') && !known.includes(name))
  if (unknown === undefined) return
  const todo = `${suggestion(unknown, known)} Otherwise unset it`
  throw new UserError('unknown-setting', `the environment has ${unknown}, which is no setting`, todo)
}

function find(
  { flag, env: name, secret, default: preset }: Setting<unknown>,
  flags: Flags,
  env: Readonly<Record<string, string | undefined>>,
): Written[string] {
  const given = secret ? undefined : flags[flag]
  if (given !== undefined) return { text: String(given), where: `--${flag}` }
  const set = env[name]
  if (set !== undefined) return { text: set, where: name }
  const file = secret ? env[`${name}_FILE`] : undefined
  if (file !== undefined) return { text: readSecret(file, `${name}_FILE`), where: `${name}_FILE` }
  return preset === undefined ? undefined : { text: preset, where: 'the default' }
}

function readSecret(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UserError('secret-file-unreadable', `${name}: ${why}`, 'check the path and who may read it')
  }
}

function asserted(written: Written): Config {
  const entries = Object.entries<Setting<unknown>>(settings).map(([name, setting]) => {
    const given = written[name]
    const parsed = setting.schema.safeParse(given?.text)
    if (parsed.success) return [name, parsed.data]
    const shown = setting.secret ? 'its value' : JSON.stringify(given?.text)
    const what = `${given?.where ?? setting.env}: ${shown}: ${parsed.error.issues[0]?.message}`
    throw new UserError('bad-setting', what, setting.help)
  })
  return Object.fromEntries(entries) as Config
}
