import { linesOf } from '../base/lines.ts'
import { UserError } from '../base/user-error.ts'
import { type Recorded, Recorded as schema } from '../model/evidence.ts'

/**
 * Reads a record file line by line: NDJSON, packed by gzip or zstd where its name says so.
 * @throws UserError `bad-record` with file and line, `cannot-read`
 */
export async function* readRecordFile(path: string): AsyncGenerator<Recorded> {
  let line = 0
  let seq = 0
  try {
    for await (const text of linesOf(path)) {
      line++
      if (text.trim() === '') continue
      const record = parse(text, `${path}:${line}`)
      if (record.seq <= seq) throw bad(`${path}:${line}: seq ${record.seq} does not come after ${seq}`)
      seq = record.seq
      yield record
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error) || error instanceof UserError) throw error
    const what = `${path}${line > 0 ? `, after line ${line}` : ''}: ${error.message}`
    throw new UserError('cannot-read', what, 'check that the file is there and whole')
  }
}

function parse(text: string, place: string): Recorded {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (error) {
    throw bad(`${place}: not JSON: ${error instanceof Error ? error.message : error}`)
  }
  const parsed = schema.safeParse(data)
  if (parsed.success) return parsed.data as Recorded
  const [issue] = parsed.error.issues
  throw bad(`${place}: ${issue?.path.join('.') || 'the line'}: ${issue?.message}`)
}

function bad(message: string): UserError {
  const todo = 'a record has one {"v":1,"seq":…,"received":…,"evidence":{…}} a line: see docs/formats.md'
  return new UserError('bad-record', message, todo)
}
