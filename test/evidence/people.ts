import { type Random, seededRandom } from '../../src/base/random.ts'
import type { PostCounts, ReportCounts, ServiceReports } from '../../src/model/heard.ts'

/** What is counted of one service in a window, where only what matters is written down. */
export type Counted = Partial<ServiceReports> & { counted: number }

/** A window of counts as the counter gives it. Each person is of a network of their own unless told otherwise. */
export function reportCounts(
  from: number,
  to: number,
  services: Readonly<Record<string, Counted>>,
): ReportCounts {
  return {
    kind: 'report_counts',
    id: `r-${to}`,
    at: to,
    from,
    to,
    through: 0,
    error: 0.02,
    services: Object.fromEntries(
      Object.entries(services)
        .filter(([, { counted, taken }]) => counted > 0 || (taken ?? 0) > 0)
        .map(([service, counted]) => [service, reportsOf(counted)]),
    ),
  }
}

function reportsOf(given: Counted): ServiceReports {
  const { counted } = given
  return {
    taken: counted,
    held: {},
    components: {},
    problems: counted > 0 ? { unreachable: counted } : {},
    places: {},
    carriers: {},
    networks: counted,
    largestNetwork: counted === 0 ? 0 : 1 / counted,
    reporters: counted,
    ...given,
  }
}

export function postCounts(
  stream: string,
  from: number,
  to: number,
  authors: Readonly<Record<string, number>>,
): PostCounts {
  const services = Object.fromEntries(
    Object.entries(authors).map(([service, counted]) => [
      service,
      { counted, languages: { en: counted }, components: {} },
    ]),
  )
  return { kind: 'post_counts', id: `${stream}-${to}`, at: to, from, to, stream, services }
}

/** How people usually speak of a service. */
export interface Crowd {
  /** People a minute on the average of a week. */
  readonly perMinute: number
  /** Variance beyond Poisson's, in squares of the mean, of each minute by itself. */
  readonly spread: number
  /** How far lively and quiet half hours lie apart: the deviation of the logarithm. */
  readonly waves: number
}

const minute = 60_000
const hour = 60 * minute

/**
 * People who speak in each minute: over-dispersed (negative binomial), with a daily and weekly season whose
 * evenings are six times the small hours, and waves that last about half an hour.
 */
export function crowd({ perMinute, spread, waves }: Crowd, seed: number): (at: number) => number {
  const random = seededRandom(seed)
  let wave = 0
  return at => {
    const keep = Math.exp(-1 / 30)
    wave = keep * wave + Math.sqrt(1 - keep * keep) * waves * normal(random)
    return negativeBinomial(perMinute * seasonOf(at) * Math.exp(wave - waves ** 2 / 2), spread, random)
  }
}

/** Of the mean, at a time of the week (UTC). */
export function seasonOf(at: number): number {
  const ofDay = (at / hour) % 24
  const day = Math.floor(at / (24 * hour) + 3) % 7
  const evening = 1 + 0.72 * Math.cos(((ofDay - 20) / 24) * 2 * Math.PI)
  return evening * (day >= 5 ? 1.3 : 0.88)
}

/** A negative binomial count: Poisson's with a mean that is itself Gamma-distributed. */
function negativeBinomial(mean: number, spread: number, random: Random): number {
  return poisson(gamma(1 / spread, random) * mean * spread, random)
}

/** Marsaglia and Tsang, "A Simple Method for Generating Gamma Variables" (2000). */
function gamma(shape: number, random: Random): number {
  if (shape < 1) return gamma(shape + 1, random) * random() ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal(random)
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}

/** Knuth's method for few, a rounded normal for many. */
export function poisson(mean: number, random: Random): number {
  if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)))
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = random(); product > limit; product *= random()) count++
  return count
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** Windows of ten seconds that follow one another, each with what is said in it; undefined where nobody listens. */
export function windows(
  start: number,
  lasts: number,
  said: (at: number) => Readonly<Record<string, Counted>> | undefined,
): ReportCounts[] {
  return stepsOf(start, lasts, 10_000).flatMap(at => {
    const services = said(at)
    return services === undefined ? [] : [reportCounts(at, at + 10_000, services)]
  })
}

/** The day before, by the minute: so many people as usual, so that there is something to hold a rise against. */
export function dayBefore(start: number, usual: Readonly<Record<string, number>>): ReportCounts[] {
  const random = seededRandom(5)
  return stepsOf(start - 24 * hour, 24 * hour, minute).map(at => {
    const people = Object.entries(usual).map(([service, mean]) => {
      const counted = negativeBinomial(mean, 0.1, random)
      return [service, { counted }] as const
    })
    return reportCounts(at, at + minute, Object.fromEntries(people))
  })
}

function stepsOf(start: number, lasts: number, step: number): number[] {
  return Array.from({ length: Math.floor(lasts / step) }, (_, n) => start + n * step)
}
