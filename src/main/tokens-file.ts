import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newToken } from '../base/random.ts'
import { UserError } from '../base/user-error.ts'
import { hashToken, VantageTokens } from '../watch/vantage-tokens.ts'

const nobody: VantageTokens = { vantagePoints: [] }

/**
 * Who may send evidence: from the setting if it is given, else from the data folder's file.
 * @throws UserError `bad-vantage-tokens`
 */
export async function readTokens(folder: string, setting: string | undefined): Promise<VantageTokens> {
  if (setting !== undefined) return parse(setting, 'PRAHARI_VANTAGE_TOKENS')
  const path = tokensPath(folder)
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  return text === undefined ? nobody : parse(text, path)
}

/** Makes a token for a vantage point, keeps its hash, and gives the token: nobody can read it again. */
export async function addToken(folder: string, id: string): Promise<string> {
  const { vantagePoints } = await readTokens(folder, undefined)
  const token = newToken()
  const all: VantageTokens = { vantagePoints: [...vantagePoints, { id, sha256: hashToken(token) }] }
  await mkdir(folder, { recursive: true, mode: 0o750 })
  const path = tokensPath(folder)
  await writeFile(`${path}.new`, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 })
  await rename(`${path}.new`, path)
  return token
}

export function tokensPath(folder: string): string {
  return join(folder, 'vantage-points.json')
}

function parse(text: string, where: string): VantageTokens {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    data = undefined
  }
  const parsed = VantageTokens.safeParse(data)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const what = `${where}: ${issue?.path.join('.') || 'the whole'}: ${issue?.message}`
  throw new UserError('bad-vantage-tokens', what, 'make tokens with `prahari token <vantage-id>`')
}
