import { createJudge } from '../src/judge/fold.ts'
import type { Recorded } from '../src/model/evidence.ts'
import { finding } from '../src/model/finding.ts'
import { type Behaviour, fine, type SimService, simulate } from '../test/evidence/world.ts'
import { isMain, median, ownCpu, print } from './measure.ts'
import type { Result } from './result.ts'

const minute = 60_000
const hour = 60 * minute
const start = Date.UTC(2021, 9, 4, 12)
const lasts = 2 * hour

/** A hundred services of four components each; ten of them share their name servers. */
const services: SimService[] = Array.from({ length: 100 }, (_, n) => ({
  id: `service-${n}`,
  components: ['website', 'login', 'messages', 'photos'],
  nameServers: n < 10 ? ['192.0.2.1', '192.0.2.2'] : [`198.51.${n}.1`, `198.51.${n}.2`],
  address: `203.0.${n}.10`,
}))

/** In the two hours ten services lose their names, one answers 503, and one feature of another is slow. */
const behaviour: Behaviour = (target, _vantagePoint, at) => {
  const since = at - start
  if (/service-\d[./]/.test(target) && since > 20 * minute && since < 50 * minute) {
    return { findings: [finding('resolver_servfail')], ms: 300 }
  }
  if (target.includes('service-42/') && since > 60 * minute && since < 75 * minute) {
    return { findings: [finding('server_error', { status: 503 })], ms: 120 }
  }
  return target === 'https:service-77/photos' && since > 80 * minute ? { findings: [], ms: 4000 } : fine
}

function writeRecord(): Recorded[] {
  const vantagePoints = ['kolkata-1', 'dhaka-1', 'berlin-1']
  return simulate({ services, vantagePoints, start, lasts, every: minute, behaviour, loss: 0.002, seed: 4 })
}

/** Judges one record from its beginning. @returns CPU-seconds of the whole process, and how many judgements there were */
function judgeAll(record: readonly Recorded[]): { seconds: number; judgements: number } {
  const judge = createJudge()
  let judgements = 0
  const began = ownCpu()
  for (const recorded of record) judgements += judge.apply(recorded).length
  return { seconds: (ownCpu() - began) / 1000, judgements }
}

/** How many observations a second the judge takes in, on one core, with the record in memory. */
export function benchJudge(runs = 7): Result[] {
  const record = writeRecord()
  const observations = record.filter(({ evidence }) => evidence.kind === 'observation').length
  judgeAll(record)
  const measured = Array.from({ length: runs }, () => judgeAll(record))
  const rates = measured.map(({ seconds }) => observations / seconds)
  const judgements = measured[0]?.judgements ?? 0
  return [
    {
      what: 'judge: observations a second on one core',
      measured: median(rates),
      unit: '/s',
      goal: { atLeast: 200_000 },
      note: `${observations} observations and ${record.length - observations} ticks of 100 services with 400 components from 3 vantage points, ${judgements} judgements; median of ${runs} runs, by the CPU time of the whole process with its garbage collector`,
    },
  ]
}

if (isMain(import.meta.url)) print(benchJudge())
