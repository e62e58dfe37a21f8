import type { Part } from './part.ts'
import type { YearOptions } from './plan.ts'

/** Rounds within which an outage is to be told. */
const atMostRounds = 2

/** What was to be reached and was not, in words. */
export function goalsMissed({ falseIncidents, delays, detected, everywhere }: Part): string[] {
  return [
    ...(falseIncidents > 0 ? [`${falseIncidents} false incidents`] : []),
    ...(Math.max(0, ...delays) > atMostRounds ? [`told after more than ${atMostRounds} rounds`] : []),
    ...(detected < everywhere ? [`${everywhere - detected} outages were not told`] : []),
  ]
}

/** The year's figures as a page of the documentation. */
export function yearPage(part: Part, options: YearOptions, minutes: number): string {
  const { services, days, every, loss, seed } = options
  const missed = goalsMissed(part)
  const off = part.endsOff.map(ms => Math.abs(ms) / every)
  const rows: [string, string][] = [
    ['observations judged', part.observations.toLocaleString('en')],
    ['false incidents', String(part.falseIncidents)],
    ['false regional verdicts', String(part.falseRegional)],
    ['suspicions that came to nothing (told to nobody)', part.retracted.toLocaleString('en')],
    ['true outages, of these for everybody', `${part.outages}, ${part.everywhere}`],
    ['told', `${part.detected} of ${part.everywhere}`],
    ['rounds until it was told: median, 99th percentile, longest', spread(part.delays)],
    ['how far the end is off, in rounds: median, 99th percentile, most', spread(off)],
    ['told as back while it was down', String(part.falseReturns)],
    ['layer right at the first word', `${part.layersRight} of ${part.detected}`],
  ]
  return `# A simulated year

Written by \`npm run year\`: ${services} services for ${days} days, each looked at from three vantage points every ${every / 1000} s (its
app and its name), with the confirming looks that the plan asks for; ${loss * 100} % of all looks are lost at random, wherever
on the path. Seed ${seed}; judged in ${minutes.toFixed(1)} minutes.

| | |
| --- | ---: |
${rows.map(([what, figure]) => `| ${what} | ${figure} |`).join('\n')}

${missed.length === 0 ? `The goals are reached: no false incident, and every outage told within ${atMostRounds} rounds.` : `Missed: ${missed.join('; ')}.`}
`
}

function spread(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
  return [at(0.5), at(0.99), at(1)].map(value => value.toFixed(2)).join(', ')
}
