import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { negativeBinomial } from '../../test/series/chance.ts'
import { seededRandom } from '../base/random.ts'

const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'prahari-detect-test-'))
after(() => rmSync(folder, { recursive: true }))

function detect(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const words = [join(root, 'src/cli/prahari.ts'), 'detect', ...args]
  return new Promise(resolve =>
    execFile(process.execPath, words, { maxBuffer: 1e8 }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    ),
  )
}

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text)
  return path
}

const random = seededRandom(7)
const start = Date.parse('2026-03-02T00:00:00Z')
const minute = 60_000
/** A day of some twenty reports a minute, then five minutes of thousands. */
const values = Array.from({ length: 1445 }, (_, row) => negativeBinomial(random, row < 1440 ? 20 : 3000, 10))
const time = (row: number) => new Date(start + row * minute).toISOString()
const written: Record<string, (row: number) => string> = {
  'space.csv': row => time(row).slice(0, 19).replace('T', ' '),
  'iso.csv.gz': time,
  'seconds.csv': row => String((start + row * minute) / 1000),
  'milliseconds.csv': row => String(start + row * minute),
}

describe('prahari detect', () => {
  it('says of each row in its order how new it is, whichever way times are written', async () => {
    const scores: number[][] = []
    for (const [name, stamp] of Object.entries(written)) {
      const lines = values.map((value, row) => `${stamp(row)},${value}`)
      const { code, out, err } = await detect(
        '--input',
        file(name, ['timestamp,value', ...lines].join('\n')),
        '--json',
      )
      assert.deepEqual([code, err], [0, ''])
      const told = out
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line))
      assert.deepEqual(
        told.map(row => row.timestamp),
        values.map((_, row) => stamp(row)),
      )
      assert.deepEqual(
        told.map(row => row.value),
        values,
      )
      assert.ok(told.every(({ score }) => score >= 0 && score <= 1))
      assert.ok(told[1440].score >= 0.5 && told[1440].above > 0.99)
      scores.push(told.map(row => row.score))
    }
    for (const each of scores) assert.deepEqual(each, scores[0])
  })

  it('scores a row by what came before it alone', async () => {
    const lines = values.map((value, row) => `${time(row)},${value}`)
    const whole = await detect(
      '--input',
      file('whole.csv', ['timestamp,value', ...lines].join('\n')),
      '--json',
    )
    const part = await detect(
      '--input',
      file('part.csv', ['timestamp,value', ...lines.slice(0, 900)].join('\n')),
      '--json',
    )
    assert.equal(whole.out.slice(0, part.out.length), part.out)
  })

  it('gives people a table of the anomalies', async () => {
    const lines = values.map((value, row) => `${time(row)},${value}`)
    const path = file(
      'table.csv',
      ['value,timestamp', ...lines.map(line => line.split(',').reverse().join(','))].join('\n'),
    )
    const { out } = await detect('--input', path, '--kind', 'count')
    assert.match(out, /^Time +Value +Usual +Score\n/)
    assert.match(out, /2026-03-03T00:0\d:00\.000Z +\d{4} .* ▲ higher than usual\n/)
    assert.match(out, /anomal(y|ies) in 1,445 rows\n$/)
    const bengali = await detect('--input', path, '--languages', 'bn')
    assert.match(bengali.out, /১,৪৪৫টি সারির মধ্যে/)
  })

  for (const [what, text, wanted] of [
    [
      'a value that is none',
      'timestamp,value\n2026-03-02 00:00:00,1\n2026-03-02 00:01:00,much\n',
      /bad\.csv:3: value: "much"/,
    ],
    ['a value that is missing', 'timestamp,value\n2026-03-02 00:00:00\n', /bad\.csv:2: value: ""/],
    [
      'a time that is none',
      'timestamp,value\nyesterday,1\n',
      /bad\.csv:2: timestamp: "yesterday" is no time/,
    ],
    ['a column that is missing', 'time,value\n1,1\n', /bad\.csv:1: there is no column "timestamp"/],
    ['an empty file', '', /bad\.csv: the file is empty/],
  ] as const) {
    it(`names file and line of ${what}`, async () => {
      const { code, err } = await detect('--input', file('bad.csv', text))
      assert.equal(code, 2)
      assert.match(err, wanted)
      assert.match(err, /\(bad-series\)/)
    })
  }

  it('says what it cannot read, and which kinds there are', async () => {
    const missing = await detect('--input', join(folder, 'nowhere.csv'))
    assert.deepEqual([missing.code, missing.err.includes('cannot-read')], [2, true])
    const kind = await detect('--input', file('one.csv', 'timestamp,value\n1,1\n'), '--kind', 'latency')
    assert.deepEqual([kind.code, kind.err.includes('known are: value, count, duration')], [2, true])
  })
})
