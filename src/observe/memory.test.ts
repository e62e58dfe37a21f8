import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { systemClock } from '../base/clock.ts'
import { lineLog, silentLog } from '../base/log.ts'
import { createAddressMemory, keepAddressMemory, openAddressMemory } from './memory.ts'

describe('the memory of good addresses', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'prahari-memory-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  it('outlives a restart', async () => {
    const file = join(folder, 'deep/addresses.json')
    const memory = await openAddressMemory(file, silentLog)
    memory.remember('www.facebook.com', ['157.240.1.35'])
    const stopped = new AbortController()
    const clock = { ...systemClock, sleep: async () => stopped.abort() }
    await keepAddressMemory(memory, file, clock, stopped.signal)
    assert.equal(memory.changed, false)
    assert.deepEqual((await openAddressMemory(file, silentLog)).addresses('www.facebook.com'), [
      '157.240.1.35',
    ])
  })

  it('begins anew where its file is spoiled, and says so', async () => {
    const file = join(folder, 'spoiled.json')
    await writeFile(file, '{"a": 1')
    const lines: string[] = []
    const memory = await openAddressMemory(
      file,
      lineLog(systemClock, line => lines.push(line)),
    )
    assert.deepEqual(memory.addresses('a'), [])
    assert.match(lines.join(''), /cannot be read; beginning anew/)
  })

  it('lets the host go that was longest not renewed', () => {
    const memory = createAddressMemory('{}', 2)
    memory.remember('a', ['192.0.2.1'])
    memory.remember('b', ['192.0.2.2'])
    memory.remember('a', ['192.0.2.1'])
    memory.remember('c', ['192.0.2.3'])
    assert.deepEqual(
      ['a', 'b', 'c'].map(host => memory.addresses(host).length),
      [1, 0, 1],
    )
  })
})
