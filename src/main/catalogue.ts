import { join } from 'node:path'
import type { Log } from '../base/log.ts'
import { statementReaders } from '../listen/statements/index.ts'
import type { Catalogue } from '../model/service.ts'
import { probes } from '../observe/probes/index.ts'
import { loadCatalogue } from '../watch/catalogue.ts'
import { problemLine } from '../watch/catalogue-problem.ts'

const shipped = join(import.meta.dirname, '../../catalogue')

/** The folders that a setting names; the word `shipped` stands for the built-in one. */
export function catalogueFolders(setting: readonly string[]): string[] {
  return setting.map(folder => (folder === 'shipped' ? shipped : folder))
}

/** Loads the catalogue in force. Each mistake is logged and stops only its own service. */
export async function readCatalogue(setting: readonly string[], log: Log): Promise<Catalogue> {
  const { catalogue, problems } = await loadCatalogue(catalogueFolders(setting), probes, statementReaders)
  for (const problem of problems) log.warn(problemLine(problem))
  if (problems.length > 0) log.warn('services with mistakes are left out; see prahari catalogue check')
  return catalogue
}
