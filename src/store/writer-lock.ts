import { DatabaseSync } from 'node:sqlite'
import { UserError } from '../base/user-error.ts'

/**
 * Keeps a second writer out of a data folder. The lock is SQLite's on a file of its own, so that the
 * kernel takes it back when the process dies, however it dies, and so that readers stay welcome.
 * @throws UserError `data-folder-in-use`
 */
export function lockForWriting(path: string, folder: string): Disposable {
  const lock = new DatabaseSync(path, { timeout: 0 })
  try {
    lock.exec('begin exclusive')
  } catch (error) {
    lock.close()
    if (!isBusy(error)) throw error
    throw new UserError(
      'data-folder-in-use',
      `another Prahari is already writing in ${folder}`,
      'stop it first, or choose another data folder with --data',
    )
  }
  return { [Symbol.dispose]: () => lock.close() }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5
}
