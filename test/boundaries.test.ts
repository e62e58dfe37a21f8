import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, it } from 'node:test'

/** One import of ours: which file of src/ names which other. */
interface Import {
  readonly from: string
  readonly to: string
}

const root = join(import.meta.dirname, '..')
const line = ['watch', 'observe', 'listen', 'judge', 'tell']
const doors = ['desk', 'cli', 'main']
const known = [...line, ...doors, 'model', 'base', 'net', 'store', 'bus', 'ui']

const files = globSync('src/**/*.ts', { cwd: root }).filter(file => !file.endsWith('.test.ts'))
const imports = files.flatMap(importsOf)

function importsOf(from: string): Import[] {
  const text = readFileSync(join(root, from), 'utf8')
  const relative = /(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g
  return [...text.matchAll(relative)].map(([, path = '']) => ({
    from,
    to: normalize(join(dirname(from), path)),
  }))
}

/** `src/judge/fold.ts` → `judge` */
function folderOf(file: string): string {
  const [top, folder = ''] = file.split('/')
  return top === 'src' ? folder : (top ?? '')
}

function breaking(rule: (from: string, to: string, edge: Import) => boolean): string[] {
  return imports
    .filter(edge => rule(folderOf(edge.from), folderOf(edge.to), edge))
    .map(({ from, to }) => `${from} imports ${to}`)
}

function holds(what: string, rule: (from: string, to: string, edge: Import) => boolean): void {
  it(what, () =>
    assert.deepEqual(
      breaking((from, to, edge) => !rule(from, to, edge)),
      [],
    ),
  )
}

describe('the direction of imports', () => {
  it('every folder of src/ has its place in the picture', () => {
    assert.deepEqual(
      [...new Set(files.map(folderOf))].filter(folder => !known.includes(folder)),
      [],
    )
  })

  holds(
    'a stage never imports another stage',
    (from, to) => from === to || !line.includes(from) || !line.includes(to),
  )
  holds('nothing below the doors imports a door', (from, to) => doors.includes(from) || !doors.includes(to))
  holds(
    'the ground never imports the line',
    (from, to) => [...line, ...doors].includes(from) || !line.includes(to),
  )
  holds(
    'model and base import nothing of ours but themselves',
    (from, to) => !['model', 'base'].includes(from) || from === to,
  )
  holds('judging never looks: judge imports no net', (from, to) => from !== 'judge' || to !== 'net')
  holds(
    'a vantage point has no database: observe imports no store',
    (from, to) => from !== 'observe' || to !== 'store',
  )
  holds(
    'the product needs neither drill nor test nor bench, except for its command',
    (_, to, { from }) => !['drill', 'test', 'bench'].includes(to) || from === 'src/cli/drill.ts',
  )
  holds(
    'only main/wire.ts names a store',
    (from, _, { from: file, to }) =>
      from === 'store' ||
      file === 'src/main/wire.ts' ||
      !/^src\/(store\/(sqlite|postgres)|bus\/(nats|sqlite))/.test(to),
  )
  holds('one probe kind never imports another', (_from, _to, { from, to }) =>
    sameKind('observe/probes', from, to),
  )
  holds('one reader of statements never imports another', (_from, _to, { from, to }) =>
    sameKind('listen/statements', from, to),
  )
  holds('one kind of stream of posts never imports another', (_from, _to, { from, to }) =>
    sameKind('listen/posts', from, to),
  )
  holds('one channel never imports another', (_from, _to, { from, to }) =>
    sameKind('tell/channels', from, to),
  )
})

/** True unless both lie in folders of their own below `place`, and in different ones. */
function sameKind(place: string, from: string, to: string): boolean {
  const kindOf = (file: string) => new RegExp(`^src/${place}/([^/]+)/`).exec(file)?.[1]
  const [a, b] = [kindOf(from), kindOf(to)]
  return a === undefined || b === undefined || a === b
}
