import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { createJudge } from '../src/judge/fold.ts'
import type { Recorded } from '../src/model/evidence.ts'
import { compare } from './compare.ts'
import { Conclusion } from './conclusion.ts'
import { readScenario } from './read-scenario.ts'
import { Result } from './result.ts'
import { kindsOfFault, type Scenario } from './scenario.ts'
import { type Ran, suitePage, totalsOf } from './suite-table.ts'

const root = join(import.meta.dirname, '..')
const scenarios = join(root, 'drill/scenarios')
const page = join(root, 'docs/scenarios.md')

/**
 * Runs every scenario (or those whose name holds `--only`), `--lanes` at a time, keeps each one's record and
 * result under `--out`, and writes the table of all of them. With `--table-only` from what is kept there, with
 * `--rejudge` from the records that are kept there, judged again by the judge as it is now.
 */
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'out/suite' },
    lanes: { type: 'string', default: '2' },
    only: { type: 'string', default: '' },
    'table-only': { type: 'boolean', default: false },
    rejudge: { type: 'boolean', default: false },
  },
})
const out = resolve(values.out)
const say = (line: string) => process.stdout.write(`${line}\n`)

const files = (await readdir(scenarios)).filter(file => file.endsWith('.yaml')).sort()
const wanted = files.filter(file => file.includes(values.only))
if (!values['table-only'] && !values.rejudge) await runAll(wanted, Number(values.lanes))
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
  if (text === undefined) return { file, scenario, result: undefined }
  const result = Result.parse(JSON.parse(text))
  return { file, scenario, result: values.rejudge ? await rejudged(file, scenario, result.zero) : result }
}

/** The same record gives the same judgements: what is concluded of it now needs no new drill. */
async function rejudged(file: string, scenario: Scenario, zero: string): Promise<Result> {
  const judge = createJudge()
  const conclusion = new Conclusion()
  const lines = createInterface({ input: createReadStream(join(folderOf(file), 'record.ndjson')) })
  for await (const line of lines)
    for (const judgement of judge.apply(JSON.parse(line) as Recorded)) conclusion.hear(judgement)
  return compare(scenario, conclusion, Date.parse(zero))
}
