import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { UserError } from '../../src/base/user-error.ts'
import { readSeriesFile, type SeriesRow } from '../../src/cli/series-file.ts'
import type { Series } from './score.ts'

/** A series of the benchmark with its labels. */
export interface Labelled extends Series {
  /** As NAB names it: `realTweets/Twitter_volume_AAPL.csv`. */
  readonly name: string
  readonly folder: string
  readonly samples: readonly SeriesRow[]
}

const Labels = z.record(z.string(), z.array(z.tuple([z.string(), z.string()])))

/**
 * Reads what is there of a copy of NAB: `data/<folder>/<file>.csv` and `labels/combined_windows.json`.
 * @throws UserError `no-benchmark`
 */
export async function readCorpus(folder: string): Promise<Labelled[]> {
  const labels = Labels.parse(JSON.parse(readFileSync(join(folder, 'labels/combined_windows.json'), 'utf8')))
  const files = globSync('data/*/*.csv', { cwd: folder }).sort()
  if (files.length === 0) {
    const todo = 'give the folder of a copy of the Numenta Anomaly Benchmark with --data'
    throw new UserError('no-benchmark', `${folder}: there is no data/<folder>/<file>.csv`, todo)
  }
  const corpus: Labelled[] = []
  for (const file of files) {
    const name = `${basename(dirname(file))}/${basename(file)}`
    const samples: SeriesRow[] = []
    for await (const row of readSeriesFile(join(folder, file))) samples.push(row)
    const windows = (labels[name] ?? []).map(([from, to]) => ({
      first: rowAt(samples, from, name),
      last: rowAt(samples, to, name),
    }))
    corpus.push({ name, folder: basename(dirname(file)), samples, rows: samples.length, windows })
  }
  return corpus
}

/** Labels have the time of a row, and some microseconds of none. Of rows with one time the first is meant. */
function rowAt(samples: readonly SeriesRow[], time: string, name: string): number {
  const at = Date.parse(`${time.slice(0, 19).replace(' ', 'T')}Z`)
  const row = samples.findIndex(sample => sample.at === at)
  if (row >= 0) return row
  throw new UserError(
    'no-benchmark',
    `${name} has no row at ${time}`,
    'use data and labels of one copy of NAB',
  )
}
