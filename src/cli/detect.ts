import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { defineCommand } from 'citty'
import { UserError } from '../base/user-error.ts'
import {
  type Detection,
  detect as detectNext,
  newDetector,
  type SeriesKind,
} from '../judge/detector/detector.ts'
import { type Flags, readConfig } from '../main/config.ts'
import { loadLanguages } from '../main/languages.ts'
import type { Words } from '../tell/words/words.ts'
import { lengthOf } from './columns.ts'
import { settingFlags } from './flags.ts'
import { readSeriesFile, type SeriesRow } from './series-file.ts'

const kinds: readonly SeriesKind[] = ['value', 'count', 'duration']

export const detect = defineCommand({
  meta: { name: 'detect', description: 'Look for anomalies in a series of your own' },
  args: {
    input: {
      type: 'string',
      description: 'CSV with the columns timestamp and value, plain or packed (.gz, .zst)',
      valueHint: 'file',
      required: true,
    },
    kind: {
      type: 'string',
      description: `what its values are: ${kinds.join(', ')}`,
      valueHint: 'kind',
      default: 'value',
    },
    json: {
      type: 'boolean',
      description: 'one JSON object a line for each row instead of a table of anomalies',
    },
    ...settingFlags('detect'),
  },
  async run({ args }) {
    const { input, kind, json, _: named, ...flags } = args
    const rows = detections(input, kindOf(kind))
    if (json) return pipeline(Readable.from(jsonLines(rows)), process.stdout as Writable, { end: false })
    const [words] = await loadLanguages(readConfig(flags as Flags, process.env).languages)
    if (words !== undefined) process.stdout.write(await tableOf(rows, words))
  },
})

type Row = SeriesRow & Detection

function kindOf(text: string): SeriesKind {
  const kind = kinds.find(known => known === text)
  if (kind !== undefined) return kind
  throw new UserError('bad-kind', `--kind: "${text}" is no kind of series`, `known are: ${kinds.join(', ')}`)
}

async function* detections(path: string, kind: SeriesKind): AsyncGenerator<Row> {
  const detector = newDetector(kind)
  for await (const row of readSeriesFile(path)) yield { ...row, ...detectNext(detector, row) }
}

/** Many lines at once: a write for each would take longer than all else. No score is rounded up to 0.5. */
async function* jsonLines(rows: AsyncIterable<Row>): AsyncGenerator<string> {
  let lines = ''
  for await (const { timestamp, value, score, ...rest } of rows) {
    const [expected, low, high, above, below] = [
      rest.expected,
      rest.low,
      rest.high,
      rest.above,
      rest.below,
    ].map(short)
    lines += `${JSON.stringify({ timestamp, value, score: Math.floor(score * 1e6) / 1e6, expected, low, high, above, below })}\n`
    if (lines.length < 64_000) continue
    yield lines
    lines = ''
  }
  yield lines
}

/** The anomalies, one a line: when, how much, what would have been usual. */
async function tableOf(rows: AsyncIterable<Row>, words: Words): Promise<string> {
  let count = 0
  const found: string[][] = []
  for await (const row of rows) {
    count++
    if (row.score < 0.5) continue
    const usual = `${short(row.low)} … ${short(row.high)}`
    found.push([row.timestamp, String(short(row.value)), usual, row.score.toFixed(2), markOf(row, words)])
  }
  const head = [
    words.say('detect.time'),
    words.say('detect.value'),
    words.say('detect.usual'),
    words.say('detect.score'),
    '',
  ]
  const sum = words.say('detect.found', { n: found.length, rows: count })
  return `${[...(found.length > 0 ? aligned([head, ...found]) : []), sum].join('\n')}\n`
}

function markOf({ value, low, high }: Row, words: Words): string {
  if (value > high) return `▲ ${words.say('detect.higher')}`
  return value < low ? `▼ ${words.say('detect.lower')}` : `◆ ${words.say('detect.other')}`
}

function aligned(rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => lengthOf(row[column] ?? ''))))
  return rows.map(row =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - lengthOf(cell)))
      .join('  ')
      .trimEnd(),
  )
}

/** Six significant digits. */
function short(number: number): number {
  return Number(number.toPrecision(6))
}
