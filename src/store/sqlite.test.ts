import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { UserError } from '../base/user-error.ts'
import { storeConformance } from './conformance.ts'
import { openSqlite } from './sqlite.ts'

const root = mkdtempSync(join(tmpdir(), 'prahari-store-'))
after(() => rmSync(root, { recursive: true }))
let folders = 0
const newFolder = () => join(root, String(folders++))

storeConformance('sqlite', () => {
  const folder = newFolder()
  return () => openSqlite(folder)
})

test('a second writer on the same folder is refused in words, and let in once the first has gone', async () => {
  const folder = newFolder()
  {
    await using _first = await openSqlite(folder)
    await assert.rejects(openSqlite(folder), (error: unknown) => {
      return (
        error instanceof UserError && error.code === 'data-folder-in-use' && error.message.includes(folder)
      )
    })
  }
  await using _second = await openSqlite(folder)
})

test('kill -9 at any moment loses nothing that was acknowledged, and doubles nothing', async () => {
  const folder = newFolder()
  const acknowledged: string[] = []
  for (let round = 0; round < 4; round++) {
    const writer = spawn(
      process.execPath,
      ['--input-type=module', '-e', appendForEver, folder, String(round)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    createInterface({ input: writer.stdout }).on('line', line => {
      acknowledged.push(line)
      if (acknowledged.length >= (round + 1) * 60) writer.kill('SIGKILL')
    })
    await once(writer, 'close')
  }
  await using store = await openSqlite(folder)
  const ids = (await store.evidence.after(0, 1_000_000)).map(each => each.evidence.id)
  assert.equal(new Set(ids).size, ids.length)
  const lost = acknowledged.filter(id => !ids.includes(id))
  assert.deepEqual(lost, [])
})

/** Appends in batches, sends each batch a second time, and prints an id once it is acknowledged. */
const appendForEver = `
  const { openSqlite } = await import('${new URL('./sqlite.ts', import.meta.url)}')
  const { writeSync } = await import('node:fs')
  const [folder, round] = process.argv.slice(1)
  const store = await openSqlite(folder)
  for (let n = 0; ; n++) {
    const batch = [0, 1, 2].map(part => ({ kind: 'tick', id: [round, n, part].join('-'), at: n }))
    await Promise.all([store.evidence.append(batch, n), store.evidence.append(batch, n)])
    writeSync(1, batch.map(each => each.id + '\\n').join(''))
  }
`
