import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Labelled, readCorpus } from './corpus.ts'
import { madeCorpus } from './made.ts'
import { page } from './page.ts'
import { alarmsOf, bestThreshold, normalised, profiles, scoreSeries, sum } from './score.ts'
import { scoresOf, sensitivities, threshold } from './sensitivity.ts'

/**
 * The detector against the Numenta Anomaly Benchmark: prints the scores and writes docs/nab.md. With `--sensitivity`
 * also how the score moves with each constant, which takes some minutes.
 */
const { values } = parseArgs({ options: { data: { type: 'string' }, sensitivity: { type: 'boolean' } } })
if (values.data === undefined)
  throw new Error('name the folder of a copy of NAB: npm run nab -- --data <folder>')
const corpus = await readCorpus(values.data)
const [standard] = profiles
if (standard === undefined) throw new Error('there is no profile')

const begun = performance.now()
const scores = corpus.map(scoresOf)
const seconds = (performance.now() - begun) / 1000
const folders = [...new Set(corpus.map(({ folder }) => folder))]
const within = (keep: (series: Labelled) => boolean) =>
  corpus.flatMap((series, place) => (keep(series) ? [place] : []))
const pick = <Value>(all: readonly Value[], places: readonly number[]) =>
  places.flatMap(place => all.slice(place, place + 1))
const tally = (places: readonly number[], at: number, profile = standard) =>
  sum(
    pick(corpus, places).map((series, index) =>
      scoreSeries(series, alarmsOf(pick(scores, places)[index] ?? [], at), profile),
    ),
  )
const all = within(() => true)
const made = madeCorpus(10)

const text = page({
  corpus,
  threshold,
  rowsPerSecond: corpus.reduce((sum, { rows }) => sum + rows, 0) / seconds,
  profiles: profiles.map(profile => ({
    profile,
    tally: tally(all, threshold, profile),
    best: bestThreshold(corpus, scores, profile),
  })),
  folders: folders.map(folder => {
    const places = within(series => series.folder === folder)
    return { folder, series: places.length, tally: tally(places, threshold) }
  }),
  leftOut: folders.flatMap(folder => {
    const mine = within(series => series.folder === folder)
    const others = within(series => series.folder !== folder)
    const { threshold: best } = bestThreshold(pick(corpus, others), pick(scores, others), standard)
    const score = tally(mine, best)
    return score.windows === 0 ? [] : [{ folder, threshold: best, score: normalised(score, standard) }]
  }),
  made: [...new Set(made.map(({ folder }) => folder))].map(folder => {
    const mine = made.filter(series => series.folder === folder)
    const tallies = mine.map(series => scoreSeries(series, alarmsOf(scoresOf(series), threshold), standard))
    return { folder, series: mine.length, tally: sum(tallies) }
  }),
  sensitivities: values.sensitivity ? [...sensitivities(corpus, standard)] : [],
})
await writeFile(join(import.meta.dirname, '../../docs/nab.md'), text)
process.stdout.write(text)
