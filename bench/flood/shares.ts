import { type Random, seededRandom } from '../../src/base/random.ts'
import { policy } from '../../src/listen/policy.ts'
import { createCounter } from '../../src/listen/reports/count.ts'
import type { KeptReport } from '../../src/model/report.ts'

/**
 * What brigades of more and more networks count for, and what is lost of a nation: fifty thousand reports in
 * ten minutes on top of twenty a minute. Run it after a change to the shares in src/listen/policy.ts.
 */
const { windowMs } = policy.reports
const perMinute = 60_000 / windowMs
const start = Date.UTC(2021, 9, 4, 15)
const usual = 20

/** Where people come from: three in five out of six hundred networks of carriers, some far larger than others. */
function anywhere(random: Random): number {
  return random() < 0.6 ? Math.floor(600 ** random()) : 1_000 + Math.floor(300_000 * random())
}

/** @param arriving networks of those who report in a minute. @returns how many came, and people counted by the minute */
function count(minutes: number, arriving: (minute: number, random: Random) => number[]) {
  const random = seededRandom(3)
  const counter = createCounter()
  let taken = 0
  const counted = Array.from({ length: minutes }, (_, minute) => {
    const networks = arriving(minute, random)
    let sum = 0
    for (let window = 0; window < perMinute; window++) {
      const from = start + (minute * perMinute + window) * windowMs
      counter.open(from)
      counter.take(
        networks.filter((_, n) => n % perMinute === window).map(network => report(network, random)),
      )
      const counts = counter.close(from + windowMs, 0, new Map()).services['facebook']
      taken += counts?.taken ?? 0
      sum += counts?.counted ?? 0
    }
    return sum
  })
  return { taken, counted }
}

function report(network: number, random: Random): KeptReport {
  const half = () => BigInt(Math.floor(2 ** 32 * random()))
  const person = (half() << 32n) | half()
  return { service: 'facebook', components: [], problem: 'unreachable', at: start, person, network }
}

const usually = (random: Random) => Array.from({ length: usual }, () => anywhere(random))

for (const networks of [1, 10, 30, 100, 300, 1_000]) {
  const { counted } = count(40, (minute, random) => {
    const strikes = minute >= 20 && minute < 30 ? 5_000 : 0
    const brigade = Array.from({ length: strikes }, () => 2 ** 30 + Math.floor(networks * random()))
    return [...usually(random), ...brigade].sort(() => random() - 0.5)
  })
  const most = Math.max(...counted.slice(20))
  process.stdout.write(
    `a brigade of ${networks} networks: ${most} people in the liveliest minute, usually ${usual}\n`,
  )
}
const nation = count(60, (minute, random) => {
  const people = minute < 20 ? usual : Math.min(20_000, usual + 200 * 2 ** (minute - 20))
  return Array.from({ length: people }, () => anywhere(random))
})
const share = nation.counted.reduce((sum, each) => sum + each, 0) / nation.taken
process.stdout.write(`a nation: ${(100 * share).toFixed(0)} % of ${nation.taken} counted\n`)
