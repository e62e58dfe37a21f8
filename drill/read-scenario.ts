import { readFile } from 'node:fs/promises'
import { isNode, LineCounter, parseDocument } from 'yaml'
import { UserError } from '../src/base/user-error.ts'
import { Scenario } from './scenario.ts'

/**
 * Reads a scenario file.
 * @throws UserError `scenario-unreadable`, `bad-scenario` with file and line
 */
export async function readScenario(path: string): Promise<Scenario> {
  const text = await readFile(path, 'utf8').catch(error => {
    throw new UserError(
      'scenario-unreadable',
      `${path}: ${error.message}`,
      'the shipped ones are in drill/scenarios/',
    )
  })
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const [broken] = document.errors
  if (broken !== undefined) throw bad(`${path}:${lines.linePos(broken.pos[0]).line}: ${broken.message}`)
  const parsed = Scenario.safeParse(document.toJS())
  if (parsed.success) return parsed.data
  const told = parsed.error.issues.map(issue => {
    const places = issue.path.filter(key => typeof key !== 'symbol')
    return `${path}:${lineOf(places)}: ${places.join('.') || 'the file'}: ${issue.message}`
  })
  throw bad(told.join('\n'))

  /** The line of the deepest part of the path that is there: what is missing has none itself. */
  function lineOf(places: readonly (string | number)[]): number {
    for (let depth = places.length; depth >= 0; depth--) {
      const node = depth === 0 ? document.contents : document.getIn(places.slice(0, depth), true)
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
    }
    return 1
  }
}

function bad(message: string): UserError {
  return new UserError('bad-scenario', message, 'docs/how-to/write-a-scenario.md lists every action and key')
}
