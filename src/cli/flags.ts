import type { ArgDef, ArgsDef, StringArgDef } from 'citty'
import { suggestion } from '../base/nearest.ts'
import { UserError } from '../base/user-error.ts'
import { type Role, settingsOf } from '../main/options.ts'

/** The flags of a command that takes settings. A setting's default is told, not applied: config.ts does. */
export function settingFlags(role: Role): Record<string, StringArgDef> {
  return Object.fromEntries(
    settingsOf(role)
      .filter(setting => !setting.secret)
      .map(({ flag, env, help, hint, default: preset }) => {
        const described = `${help}${preset ? `; default ${preset}` : ''} [${env}]`
        const shape: StringArgDef = { type: 'string', description: described, valueHint: hint ?? 'text' }
        return [flag, shape]
      }),
  )
}

/**
 * Refuses what citty would silently pass over: unknown flags, flags without their value, too many words.
 * @throws UserError `unknown-flag`, `flag-without-value`, `too-many-arguments`
 */
export function checkFlags(raw: readonly string[], args: ArgsDef): void {
  const known = Object.entries(args).filter(([, shape]) => shape.type !== 'positional')
  const positional = Object.values(args).filter(shape => shape.type === 'positional')
  const places = positional.some(takesMany) ? Number.POSITIVE_INFINITY : positional.length
  let words = 0
  for (let place = 0; place < raw.length; place++) {
    const word = raw[place] ?? ''
    if (word === '--') return
    if (!word.startsWith('-') || word === '-') {
      words++
      if (words > places) throw tooMany(word)
      continue
    }
    const [name = '', value] = word.split(/=(.*)/s)
    const [, shape] = known.find(([flag, shape]) => names(flag, shape).includes(name)) ?? []
    if (shape === undefined)
      throw unknown(
        name,
        known.map(([flag]) => `--${flag}`),
      )
    if (shape.type === 'boolean' || value !== undefined) continue
    place++
    if (raw[place] === undefined) throw withoutValue(name)
  }
}

/** A positional argument that may be given again and again says so in its hint. */
function takesMany({ valueHint }: ArgDef): boolean {
  return valueHint === '…'
}

function names(flag: string, shape: ArgDef): string[] {
  const alias = 'alias' in shape ? [shape.alias ?? []].flat() : []
  const off = shape.type === 'boolean' ? [`--no-${flag}`] : []
  return [`--${flag}`, ...off, ...alias.map(short => `-${short}`)]
}

function unknown(flag: string, known: readonly string[]): UserError {
  return new UserError('unknown-flag', `there is no ${flag}`, suggestion(flag, [...known, '--help']))
}

function withoutValue(flag: string): UserError {
  return new UserError('flag-without-value', `${flag} needs a value`, `write ${flag}=… or see --help`)
}

function tooMany(word: string): UserError {
  return new UserError('too-many-arguments', `"${word}" is one argument too many`, 'see --help')
}
