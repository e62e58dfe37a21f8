import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newToken } from '../base/random.ts'
import { hashToken } from '../base/token.ts'
import { UserError } from '../base/user-error.ts'
import { Tokens } from '../model/tokens.ts'

const nobody: Tokens = { vantagePoints: [] }

/**
 * Who may send evidence, or pass on reports: from the setting if it is given, else from the data folder's file.
 * @throws UserError `bad-vantage-tokens`
 */
export async function readTokens(folder: string, setting: string | undefined): Promise<Tokens> {
  if (setting !== undefined) return parse(setting, 'PRAHARI_VANTAGE_TOKENS')
  const path = tokensPath(folder)
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  return text === undefined ? nobody : parse(text, path)
}

/** Makes a token for a vantage point or a gateway, keeps its hash, and gives the token: nobody can read it again. */
export async function addToken(
  folder: string,
  of: 'vantagePoints' | 'gateways',
  id: string,
): Promise<string> {
  const tokens = await readTokens(folder, undefined)
  const token = newToken()
  const all: Tokens = { ...tokens, [of]: [...(tokens[of] ?? []), { id, sha256: hashToken(token) }] }
  await mkdir(folder, { recursive: true, mode: 0o750 })
  const path = tokensPath(folder)
  await writeFile(`${path}.new`, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 })
  await rename(`${path}.new`, path)
  return token
}

export function tokensPath(folder: string): string {
  return join(folder, 'vantage-points.json')
}

function parse(text: string, where: string): Tokens {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    data = undefined
  }
  const parsed = Tokens.safeParse(data)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const what = `${where}: ${issue?.path.join('.') || 'the whole'}: ${issue?.message}`
  throw new UserError('bad-vantage-tokens', what, 'make tokens with `prahari token`')
}
