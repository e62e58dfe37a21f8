import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readScenario } from './read-scenario.ts'
import { Result } from './result.ts'
import { kindsOfFault } from './scenario.ts'
import { type Ran, suitePage, totalsOf } from './suite-table.ts'

const root = join(import.meta.dirname, '..')
const scenarios = join(root, 'drill/scenarios')
const page = join(root, 'docs/scenarios.md')

/**
 * Runs every scenario (or those whose name holds `--only`), `--lanes` at a time, keeps each one's record and
 * result under `--out`, and writes the table of all of them. With `--table-only` from what is kept there.
 */
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'out/suite' },
    lanes: { type: 'string', default: '2' },
    only: { type: 'string', default: '' },
    'table-only': { type: 'boolean', default: false },
  },
})
const out = resolve(values.out)
const say = (line: string) => process.stdout.write(`${line}\n`)

const files = (await readdir(scenarios)).filter(file => file.endsWith('.yaml')).sort()
const wanted = files.filter(file => file.includes(values.only))
if (!values['table-only']) await runAll(wanted, Number(values.lanes))
const ran = await Promise.all(files.map(resultOf))
const known = ran.filter(({ result }) => result !== undefined)
await writeFile(page, suitePage(values.only === '' ? ran : known, kindsOfFault))
say(JSON.stringify(totalsOf(known), null, 2))
process.exitCode = ran.every(({ result }) => result?.pass) ? 0 : 1

async function runAll(names: readonly string[], lanes: number): Promise<void> {
  const waiting = [...names]
  let done = 0
  const lane = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const began = performance.now()
      const code = await run(file)
      const seconds = Math.round((performance.now() - began) / 1000)
      say(`${++done}/${names.length}  ${code === 0 ? '✔' : '✖'} ${file}  ${seconds} s`)
    }
  }
  await Promise.all(Array.from({ length: Math.max(1, lanes) }, lane))
}

async function run(file: string): Promise<number> {
  const folder = folderOf(file)
  await mkdir(folder, { recursive: true })
  const log = createWriteStream(join(folder, 'said.txt'))
  const program = join(root, 'bin/prahari')
  const child = spawn(program, ['drill', join(scenarios, file), '--out', folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stdout.pipe(log)
  child.stderr.pipe(log)
  const [code] = await once(child, 'close')
  return code ?? 1
}

function folderOf(file: string): string {
  return join(out, basename(file, '.yaml'))
}

async function resultOf(file: string): Promise<Ran> {
  const scenario = await readScenario(join(scenarios, file))
  const text = await readFile(join(folderOf(file), 'result.json'), 'utf8').catch(() => undefined)
  return { file, scenario, result: text === undefined ? undefined : Result.parse(JSON.parse(text)) }
}
