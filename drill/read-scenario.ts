import { readFile } from 'node:fs/promises'
import { isNode, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
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
  const document = parseDocument(text, { lineCounter: lines, merge: true })
  const [broken] = document.errors
  if (broken !== undefined) throw bad(`${path}:${lines.linePos(broken.pos[0]).line}: ${broken.message}`)
  const parsed = Scenario.safeParse(document.toJS())
  if (parsed.success) return parsed.data
  const told = parsed.error.issues.flatMap(plainest).map(({ path: keys, message }) => {
    const places = keys.filter(key => typeof key !== 'symbol')
    return `${path}:${lineOf(places)}: ${places.join('.') || 'the file'}: ${message}`
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

/** Of "one, or a list of them" that is neither, the complaint that says which there are. */
function plainest(issue: z.core.$ZodIssue): { path: PropertyKey[]; message: string }[] {
  if (issue.code !== 'invalid_union') return [issue]
  const inner = issue.errors.flat()
  const telling = inner.find(({ message }) => message.includes('known are')) ?? inner[0]
  return [telling === undefined ? issue : { ...telling, path: [...issue.path, ...telling.path] }]
}

function bad(message: string): UserError {
  return new UserError('bad-scenario', message, 'docs/how-to/write-a-scenario.md lists every action and key')
}
