import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { parseDuration } from '../../src/base/duration.ts'
import { goalsMissed, yearPage } from './page.ts'
import { type Part, sum } from './part.ts'
import type { YearOptions } from './plan.ts'

/** Services of one thread at a time: those that share name servers stay together, for tens are not split. */
const perWorker = 10

/**
 * A simulated year of many services under random loss, judged as it comes: how many false incidents, and how
 * soon true outages are told. Writes docs/simulated-year.md unless `--no-page`. `npm run year -- --days 30` is
 * a shorter one. The exit status is 1 where a goal is missed.
 */
const { values } = parseArgs({
  options: {
    services: { type: 'string', default: '100' },
    days: { type: 'string', default: '365' },
    every: { type: 'string', default: '60s' },
    loss: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    outages: { type: 'string', default: '3' },
    'no-page': { type: 'boolean', default: false },
  },
})
const options: YearOptions = {
  services: Number(values.services),
  days: Number(values.days),
  every: parseDuration(values.every) ?? 60_000,
  loss: Number(values.loss) / 100,
  seed: Number(values.seed),
  outages: Number(values.outages),
}

const began = performance.now()
const shares = new Map<number, number>()
const starts = Array.from({ length: Math.ceil(options.services / perWorker) }, (_, n) => n * perWorker)
const telling = setInterval(tellProgress, 15_000)
const parts = await inLanes(starts, availableParallelism(), judgeFrom)
clearInterval(telling)
const whole = sum(parts)
const minutes = (performance.now() - began) / 60_000
const page = yearPage(whole, options, minutes)
process.stdout.write(page)
if (!values['no-page']) await writeFile(join(import.meta.dirname, '../../docs/simulated-year.md'), page)
process.exitCode = goalsMissed(whole).length === 0 ? 0 : 1

function judgeFrom(from: number): Promise<Part> {
  const { promise, resolve, reject } = Promise.withResolvers<Part>()
  const worker = new Worker(new URL('worker.ts', import.meta.url), {
    workerData: { options, from, to: Math.min(options.services, from + perWorker) },
  })
  worker.on('error', reject)
  worker.on('message', (said: { share: number } | { part: Part }) => {
    if ('share' in said) shares.set(from, said.share)
    else {
      shares.set(from, 1)
      resolve(said.part)
    }
  })
  return promise
}

async function inLanes<Item, Result>(
  items: readonly Item[],
  lanes: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  const waiting = items.map((item, index) => ({ item, index }))
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      results[next.index] = await work(next.item)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return results
}

function tellProgress(): void {
  const share = [...shares.values()].reduce((a, b) => a + b, 0) / starts.length
  if (share === 0) return
  const left = ((performance.now() - began) / share) * (1 - share)
  process.stderr.write(`${Math.round(share * 100)} % done, about ${Math.ceil(left / 60_000)} min left\n`)
}
