import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readScenario } from '../../drill/read-scenario.ts'
import { Result } from '../../drill/result.ts'
import { seededRandom } from '../../src/base/random.ts'
import type { Recorded } from '../../src/model/evidence.ts'
import { type Claim, claimsOf } from './claims.ts'
import { withLoss } from './noise.ts'
import { type Curve, plot } from './plot.ts'
import { type Bin, brier, calibrationError, reliability } from './reliability.ts'

/**
 * Whether what is called 95 % sure is right 95 times of 100: every record that `npm run suite` kept is judged
 * again with more and more of its looks lost, and each verdict is held against the truth. Writes
 * docs/calibration.md and its plots.
 */
const { values } = parseArgs({
  options: {
    records: { type: 'string', default: 'out/suite' },
    seeds: { type: 'string', default: '3' },
  },
})
const root = join(import.meta.dirname, '../..')
const losses = [0, 0.01, 0.02, 0.05, 0.1]
const folder = resolve(values.records)
const drills = (await readdir(folder)).filter(name => existsSync(join(folder, name, 'result.json'))).sort()
const byLoss = new Map<number, Claim[]>(losses.map(loss => [loss, []]))

for (const [index, name] of drills.entries()) {
  const scenario = await readScenario(join(root, 'drill/scenarios', `${name}.yaml`))
  const { zero } = Result.parse(JSON.parse(await readFile(join(folder, name, 'result.json'), 'utf8')))
  const lines = (await readFile(join(folder, name, 'record.ndjson'), 'utf8')).split('\n')
  const records = lines.filter(line => line !== '').map(line => JSON.parse(line) as Recorded)
  for (const loss of losses) {
    for (let seed = 1; seed <= (loss === 0 ? 1 : Number(values.seeds)); seed++) {
      const noisy = withLoss(records, loss, seededRandom(seed * 1_009 + index))
      byLoss.get(loss)?.push(...claimsOf(noisy, scenario, Date.parse(zero)))
    }
  }
  process.stderr.write(`${index + 1}/${drills.length} ${name}\n`)
}

for (const about of ['status', 'cause'] as const) {
  const curves = losses.map(
    (loss): Curve => ({ name: `${loss * 100} % lost`, bins: reliability(claims(about, loss)) }),
  )
  await writeFile(join(root, `docs/calibration-${about}.svg`), plot(titles()[about], curves))
}
const page = `# How sure is "sure"?

Written by \`npm run calibration\` from the records of ${drills.length} scenarios of \`npm run suite\`, judged again with
0 to 10 % of all looks lost at random (${values.seeds} seeds each). A claim is a verdict: that a component is in trouble, or that it
is not; and for one that truly is, that the cause lies on a layer. What is called 95 % sure should be right 95
times of 100.

${section('status')}
${section('cause')}
${regional()}`
await writeFile(join(root, 'docs/calibration.md'), page)
process.stdout.write(page)

type Plotted = Exclude<Claim['about'], 'regional'>

function titles(): Record<Plotted, string> {
  return { status: 'Is it down?', cause: 'Which layer broke?' }
}

function claims(about: Claim['about'], loss?: number): Claim[] {
  const some = loss === undefined ? [...byLoss.values()].flat() : (byLoss.get(loss) ?? [])
  return some.filter(claim => claim.about === about)
}

function section(about: Plotted): string {
  const all = claims(about)
  const bins = reliability(all)
  const rows = losses.map(loss => {
    const some = claims(about, loss)
    const right = some.filter(claim => claim.right).length
    return `| ${loss * 100} % | ${some.length} | ${percent(right / some.length)} | ${calibrationError(reliability(some)).toFixed(3)} | ${brier(some).toFixed(3)} |`
  })
  return `## ${titles()[about]}

![${titles()[about]}](calibration-${about}.svg)

| called | claims | mean confidence | right | 95 % interval |
| --- | ---: | ---: | ---: | --- |
${bins.map(rowOf).join('\n')}

| looks lost | claims | right | expected calibration error | Brier score |
| ---: | ---: | ---: | ---: | ---: |
${rows.join('\n')}
`
}

/** What a minority sees may be true of its region, or be its own lost looks: the scenarios cannot tell which. */
function regional(): string {
  const rows = losses.map(loss => {
    const some = claims('regional', loss)
    return `| ${loss * 100} % | ${some.length} | ${some.filter(claim => claim.right).length} |`
  })
  return `## What some see and most do not

A regional verdict claims that its vantage points see trouble, no more, and opens no incident. The scenarios know what
is true everywhere, not what is true of one region, so these are counted and not called right or wrong. Recorded looks
have no confirming looks for the noise that is added, by which most of these would be taken back before they are told.

| looks lost | regional verdicts | of something that was down for all just then |
| ---: | ---: | ---: |
${rows.join('\n')}
`
}

function rowOf({ from, to, n, confidence, right, low, high }: Bin): string {
  return `| ${percent(from)} to ${percent(to)} | ${n} | ${percent(confidence)} | ${percent(right)} | ${percent(low)} to ${percent(high)} |`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
