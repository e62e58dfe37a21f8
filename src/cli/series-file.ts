import { z } from 'zod'
import { linesOf } from '../base/lines.ts'
import { UserError } from '../base/user-error.ts'

/** A row of a series: its time as it is written and as milliseconds since 1970, and its value. */
export interface SeriesRow {
  readonly timestamp: string
  readonly at: number
  readonly value: number
}

/** `2015-02-26 21:42:53` is UTC; so is ISO 8601 without a zone. A plain number counts seconds, or milliseconds. */
const Time = z.string().transform((text, context) => {
  if (/^-?\d+(\.\d+)?$/.test(text)) return Math.abs(Number(text)) < 1e11 ? Number(text) * 1000 : Number(text)
  const iso = text.replace(' ', 'T')
  const at = Date.parse(/^[\d-]+T[\d:.]+$/.test(iso) ? `${iso}Z` : iso)
  if (!Number.isNaN(at)) return at
  context.addIssue({ code: 'custom', message: `"${text}" is no time` })
  return z.NEVER
})

const Value = z.string().transform((text, context) => {
  const value = text === '' ? Number.NaN : Number(text)
  if (Number.isFinite(value)) return value
  context.addIssue({ code: 'custom', message: `"${text}" is no number` })
  return z.NEVER
})

const Row = z.object({ timestamp: Time, value: Value })

/**
 * Reads a series: CSV with the columns `timestamp` and `value`, named in the first line; `.gz` and `.zst` are unpacked.
 * @throws UserError `bad-series` with file and line, `cannot-read`
 */
export async function* readSeriesFile(path: string): AsyncGenerator<SeriesRow> {
  let line = 0
  let columns: { timestamp: number; value: number } | undefined
  try {
    for await (const text of linesOf(path)) {
      line++
      if (text.trim() === '') continue
      const cells = cellsOf(text)
      if (columns === undefined) columns = columnsOf(cells, `${path}:${line}`)
      else yield parse(cells[columns.timestamp], cells[columns.value], `${path}:${line}`)
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error) || error instanceof UserError) throw error
    throw new UserError('cannot-read', `${path}: ${error.message}`, 'check that the file is there and whole')
  }
  if (columns === undefined) throw bad(`${path}: the file is empty`)
}

function cellsOf(line: string): string[] {
  return line.split(',').map(cell =>
    cell
      .trim()
      .replace(/^\uFEFF/, '')
      .replace(/^"(.*)"$/, '$1'),
  )
}

function columnsOf(names: readonly string[], place: string): { timestamp: number; value: number } {
  const [timestamp, value] = ['timestamp', 'value'].map(name => names.indexOf(name))
  if (timestamp === undefined || timestamp < 0) throw bad(`${place}: there is no column "timestamp"`)
  if (value === undefined || value < 0) throw bad(`${place}: there is no column "value"`)
  return { timestamp, value }
}

function parse(timestamp = '', value = '', place: string): SeriesRow {
  const parsed = Row.safeParse({ timestamp, value })
  if (parsed.success) return { timestamp, at: parsed.data.timestamp, value: parsed.data.value }
  const [issue] = parsed.error.issues
  throw bad(`${place}: ${issue?.path.join('.')}: ${issue?.message}`)
}

function bad(message: string): UserError {
  const todo =
    'a series is CSV: a first line "timestamp,value", then one row a line, such as 2026-03-02 20:15:00,41'
  return new UserError('bad-series', message, todo)
}
