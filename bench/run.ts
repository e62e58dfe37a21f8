import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { benchCount } from './count.ts'
import { benchIntake } from './intake/run.ts'
import { benchJudge } from './judge.ts'
import { print } from './measure.ts'
import { benchMemory } from './memory.ts'
import { inOwnNode, served } from './own-node.ts'
import { benchPosts } from './posts.ts'
import { type Result, table } from './result.ts'
import { benchRouteFeed } from './route-feed.ts'

/** Measures everything, one after another, and writes the figures to docs/benchmarks.md. */
async function run(): Promise<void> {
  const load = loadavg()[0] ?? 0
  const results: Result[] = []
  const benches = [
    benchJudge,
    benchCount,
    benchRouteFeed,
    benchPosts,
    benchServed,
    benchUnserved,
    benchNetworks,
    benchMemory,
    benchReports,
  ]
  for (const bench of benches) {
    const found = await bench()
    print(found)
    results.push(...found)
  }
  const path = join(import.meta.dirname, '../docs/benchmarks.md')
  const page = readFileSync(path, 'utf8')
  writeFileSync(path, between(page, `${machine(load)}\n\n${table(results)}\n\n${notes(results)}`))
}

function benchServed(): Promise<Result[]> {
  return inOwnNode('probes.ts', [], served())
}

function benchReports(): Promise<Result[]> {
  return benchIntake(['--minutes=10'])
}

function benchNetworks(): Promise<Result[]> {
  return inOwnNode('networks.ts', [], served())
}

/** What the little memory of `serve` costs, at the probe that weighs least. */
async function benchUnserved(): Promise<Result[]> {
  const results = await inOwnNode('probes.ts', ['--only=dns'])
  return results.map(result => ({ ...result, what: `${result.what}, with Node's own settings of memory` }))
}

const begin = '<!-- measured: begin -->'
const end = '<!-- measured: end -->'

function between(page: string, text: string): string {
  const [before, rest] = page.split(begin)
  const after = rest?.split(end)[1]
  if (before === undefined || after === undefined) throw new Error('docs/benchmarks.md has lost its markers')
  return `${before}${begin}\n${text}\n${end}${after}`
}

function machine(load: number): string {
  const [cpu] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  const peer = versionOf('/usr/bin/prometheus-blackbox-exporter')
  return `Measured on ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC: ${cpus().length} × ${cpu?.model.trim()}, ${memory} GiB, Linux ${release()}, Node ${process.version}, ${peer}; load average at the start ${load.toFixed(2)}.`
}

function versionOf(program: string): string {
  const text = execFileSync(program, ['--version'], { encoding: 'utf8' })
  return text.split('(')[0]?.trim() ?? program
}

function notes(results: readonly Result[]): string {
  return results.map(({ what, note }) => `- **${what}**: ${note}.`).join('\n')
}

await run()
