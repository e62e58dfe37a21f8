import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { installPackages } from './install-packages.ts'

/**
 * `npm test`: installs what the tests with real servers need, then types, style, tests, and last and alone
 * the drill of the night, whose probing must not fight for the processor. `npm test -- <file…>` runs those
 * test files only.
 */
const wanted = process.argv.slice(2)
const night = 'drill/scenarios/2021-10-04.yaml'
const counts = { passed: 0, failed: 0, skipped: 0 }

const say = (line: string) => process.stdout.write(`${line}\n`)

const missing = installPackages(say)
for (const { name, for: purpose } of missing)
  say(`left out: tests that need ${name} (${purpose}); install it to run them`)

if (wanted.length === 0) {
  await check('types', 'tsc', [])
  await check('style', 'biome', ['ci', '--colors=off', '.'])
}
await runTests(wanted.length > 0 ? wanted : ['{src,test,drill,bench}/**/*.test.ts'])
if (wanted.length === 0 && existsSync(night)) await drillTheNight()

say(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exitCode = counts.failed > 0 ? 1 : 0

async function check(what: string, command: string, args: readonly string[]): Promise<void> {
  const { status } = await run(command, args)
  say(`${status === 0 ? '✔' : '✖'} ${what}`)
  count(status === 0)
}

async function runTests(patterns: readonly string[]): Promise<void> {
  const { status, output } = await run('node', [
    '--test',
    '--test-reporter=spec',
    '--test-concurrency=2',
    ...patterns,
  ])
  const reported = (word: string) => Number(new RegExp(`^ℹ ${word} (\\d+)$`, 'm').exec(output)?.[1] ?? 0)
  counts.passed += reported('pass')
  counts.failed += reported('fail') + reported('cancelled')
  counts.skipped += reported('skipped') + reported('todo')
  // A runner that dies has no tests to report as failed.
  if (status !== 0 && reported('fail') + reported('cancelled') === 0) counts.failed++
}

async function drillTheNight(): Promise<void> {
  if (missing.some(({ drill }) => drill) || process.getuid?.() !== 0) {
    say(`left out: ${night} (it needs root and the packages above)`)
    counts.skipped++
    return
  }
  const { status } = await run('node', ['src/cli/prahari.ts', 'drill', night])
  say(`${status === 0 ? '✔' : '✖'} the drill of the night`)
  count(status === 0)
}

function count(passed: boolean): void {
  if (passed) counts.passed++
  else counts.failed++
}

/** Runs a command, showing its output as it comes and giving it back as well. */
async function run(command: string, args: readonly string[]): Promise<{ status: number; output: string }> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    process.stdout.write(text)
  })
  const [status] = (await once(child, 'close')) as [number | null]
  return { status: status ?? 1, output }
}
