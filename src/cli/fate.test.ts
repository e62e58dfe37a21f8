import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { Fate } from '../model/fate.ts'
import { lengthOf } from './columns.ts'

const root = join(import.meta.dirname, '../..')
const record = join(root, 'demo/2021-10-04.ndjson.gz')

function fate(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const words = [join(root, 'src/cli/prahari.ts'), 'fate', ...args]
  return new Promise(resolve =>
    execFile(process.execPath, words, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    ),
  )
}

describe('prahari fate', () => {
  it('tells what services stand on and share, and what they would be lost with, in 80 columns', async () => {
    const { code, out } = await fate('facebook', 'instagram', '--record', record)
    assert.equal(code, 0)
    assert.match(out, /a\.ns\.facebook\.com 129\.134\.30\.12 in 129\.134\.30\.0\/24 AS32934/)
    assert.match(out, /serious: all 4 name servers .* stand in one network \(AS32934\)/s)
    assert.match(out, /facebook and instagram share\n {2}Prefix +157\.240\.0\.0\/16\n/)
    for (const line of out.split('\n')) assert.ok(lengthOf(line) <= 80, line)
  })

  it('gives the same for machines, a service a line', async () => {
    const { out } = await fate('x', '--record', record, '--json')
    const told = Fate.parse(JSON.parse(out))
    assert.equal(told.service, 'x')
    assert.ok(told.singlePoints.some(({ code }) => code === 'name_servers_in_one_as'))
  })

  it('says which services there are where it is asked for another, and that a folder holds no record', async () => {
    const unknown = await fate('facebok', '--record', record)
    assert.deepEqual([unknown.code, unknown.err.includes('known are: facebook')], [2, true])
    const empty = await fate('--data', '/nonexistent')
    assert.deepEqual([empty.code, empty.err.includes('no-record')], [2, true])
  })
})
