import type { Labelled } from './corpus.ts'
import { normalised, type Profile, type Tally } from './score.ts'
import type { Sensitivity } from './sensitivity.ts'

/** Everything that was measured. */
export interface Measured {
  readonly corpus: readonly Labelled[]
  readonly threshold: number
  readonly rowsPerSecond: number
  readonly profiles: readonly {
    readonly profile: Profile
    readonly tally: Tally
    readonly best: { readonly threshold: number; readonly score: number }
  }[]
  /** By the standard profile. */
  readonly folders: readonly { readonly folder: string; readonly series: number; readonly tally: Tally }[]
  readonly leftOut: readonly { readonly folder: string; readonly threshold: number; readonly score: number }[]
  readonly sensitivities: readonly Sensitivity[]
  /** Of each kind of made series, standard profile. */
  readonly made: Measured['folders']
}

/** Standard, low FP, low FN: the table in the README of NAB, all 58 series, best threshold of each for each. */
const published: readonly (readonly [name: string, standard: string, lowFalse: string, lowMissed: string])[] =
  [
    ['Perfect', '100', '100', '100'],
    ['ARTime', '74.9', '65.1', '80.4'],
    ['Numenta HTM', '70.5–69.7', '62.6–61.7', '75.2–74.2'],
    ['CAD OSE', '69.9', '67.0', '73.2'],
    ['earthgecko Skyline', '58.2', '46.2', '63.9'],
    ['KNN-CAD', '58.0', '43.4', '64.8'],
    ['Relative Entropy', '54.6', '47.6', '58.8'],
    ['Random Cut Forest', '51.7', '38.4', '59.7'],
    ['Twitter ADVec', '47.1', '33.6', '53.5'],
    ['Windowed Gaussian', '39.6', '20.9', '47.4'],
    ['Etsy Skyline', '35.7', '27.1', '44.5'],
    ['Bayesian changepoint', '17.7', '3.2', '32.2'],
    ['EXPoSE', '16.4', '3.2', '26.9'],
    ['Random', '11.0', '1.2', '19.5'],
    ['Null', '0', '0', '0'],
  ]

export function page(measured: Measured): string {
  const { corpus, threshold, folders, profiles } = measured
  const standard = profiles[0]?.profile
  if (standard === undefined) throw new Error('no profile was scored')
  return `# The detector against the Numenta Anomaly Benchmark

Written by \`npm run nab -- --data <folder>\`, which takes a copy of the benchmark (NAB) in its own layout. The scorer is
ours (\`bench/nab/score.ts\`), after the published method: nothing counts in the first 15 % of a series (750 rows at
most); the earliest alarm in a labelled window earns up to 1, the earlier the more; a missed window costs 1 (2 where
missing is held worse); an alarm elsewhere costs up to 0.11 (0.22 where false alarms are). A detector that says nothing
has 0, one that finds each window at its first row and nothing else 100.

Scored here: **${corpus.length} series**, ${profiles[0]?.tally.windows} windows, ${rows(corpus).toLocaleString('en')} rows, ${Math.round(measured.rowsPerSecond / 1000)} thousand rows a second.

| profile | score at the fixed threshold ${threshold} | at the best threshold for these series | found | missed | false alarms |
| --- | ---: | ---: | ---: | ---: | ---: |
${profiles.map(row).join('\n')}

**Which to hold against the published table?** That takes for each detector and profile the threshold that is the best
on the very series that are scored, so the second column is the like one; the first is what a user gets. And the table
below is for all 58 series of NAB, ours for the ${corpus.length} that were at hand when this was measured (listed at the end). So a
point or two of difference says nothing.

| detector (published, 58 series) | standard | low FP | low FN |
| --- | ---: | ---: | ---: |
${published.map(([name, ...scores]) => `| ${name} | ${scores.join(' | ')} |`).join('\n')}

## By folder

Standard profile, fixed threshold.

| folder | series | windows | found | missed | false alarms | score |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
${folders.map(each => folderRow(each, standard)).join('\n')}

## Was it made to fit?

The detector's constants were chosen while looking at these series, from the middle of wide ranges that score alike, and
still its score on them flatters it: expect some points less on others. Two checks of how much. **A threshold chosen without a folder**, and what it scores on that folder, against the fixed one above:

| folder left out | threshold that is best on the others | score on it |
| --- | ---: | ---: |
${measured.leftOut.map(({ folder, threshold, score }) => `| ${folder} | ${threshold.toFixed(2)} | ${score.toFixed(1)} |`).join('\n')}
${sensitivity(measured)}
## Series of our own making

The constants were never chosen by these (\`bench/nab/made.ts\`): two weeks of a value each five minutes, ${measured.made[0]?.series ?? 0} of each kind, with
one anomaly or none.

| series | anomalies | found | false alarms a series |
| --- | ---: | ---: | ---: |
${measured.made.map(madeRow).join('\n')}

## What the benchmark is worth

Wu & Keogh (arXiv 2009.13807) find many of its anomalies trivial, its labels doubtful and their density unreal; Singh &
Olinsky (IJCNN 2017) find flaws in the formula. Since a missed window costs nine times a false alarm and windows are some
tenth of each series, it rewards alarms that a person on call would not want: here about one in
${perAlarm(measured)} rows is a false one. So \`score\` is a hint where to look. Whether an outage is told hangs on \`above\`, how likely it is
that now is above its usual, whose false alarms are counted in \`src/judge/detector/detector.test.ts\`.

## The series of NAB that were scored

${corpus.map(({ name }) => `\`${name}\``).join(', ')}
`
}

function rows(corpus: readonly Labelled[]): number {
  return corpus.reduce((sum, { rows }) => sum + rows, 0)
}

function perAlarm({ corpus, profiles }: Measured): string {
  return Math.round(rows(corpus) / Math.max(1, profiles[0]?.tally.falseAlarms ?? 1)).toLocaleString('en')
}

function row({ profile, tally, best }: Measured['profiles'][number]): string {
  const { windows, detected, falseAlarms } = tally
  const atBest = `${best.score.toFixed(1)} (${best.threshold.toFixed(2)})`
  return `| ${profile.name} | ${normalised(tally, profile).toFixed(1)} | ${atBest} | ${detected} | ${windows - detected} | ${falseAlarms} |`
}

function folderRow({ folder, series, tally }: Measured['folders'][number], standard: Profile): string {
  const { windows, detected, falseAlarms } = tally
  const score = windows === 0 ? '' : normalised(tally, standard).toFixed(1)
  return `| ${folder} | ${series} | ${windows} | ${detected} | ${windows - detected} | ${falseAlarms} | ${score} |`
}

function madeRow({ folder, series, tally }: Measured['folders'][number]): string {
  const { windows, detected, falseAlarms } = tally
  return `| ${folder} | ${windows} | ${windows === 0 ? '' : detected} | ${(falseAlarms / series).toFixed(1)} |`
}

function sensitivity({ sensitivities }: Measured): string {
  if (sensitivities.length === 0) return ''
  const scores = sensitivities.flatMap(({ smaller, larger }) => [smaller, larger]).sort((a, b) => a - b)
  const middle = scores[Math.floor(scores.length / 2)] ?? 0
  return `
**Each constant made smaller and larger by 30 %**, by itself (standard profile, threshold fixed): between
${scores[0]?.toFixed(1)} and ${scores.at(-1)?.toFixed(1)}, in the middle ${middle.toFixed(1)}.

| constant (\`src/judge/detector/tuning.ts\`) | is | 30 % smaller | 30 % larger |
| --- | ---: | ---: | ---: |
${sensitivities.map(({ constant, value, smaller, larger }) => `| \`${constant}\` | ${value} | ${smaller.toFixed(1)} | ${larger.toFixed(1)} |`).join('\n')}
`
}
