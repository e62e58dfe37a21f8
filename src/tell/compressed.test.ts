import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { compressor } from './compressed.ts'

test('a crowd that asks for one page has it read and compressed once', async () => {
  const compress = compressor()
  let reads = 0
  const read = async () => {
    reads++
    return Buffer.from('news '.repeat(500))
  }
  const forms = await Promise.all(Array.from({ length: 20 }, () => compress('1 /en/', 'br', read)))
  assert.equal(reads, 1)
  assert.equal(String(brotliDecompressSync(forms[19] ?? Buffer.alloc(0))), 'news '.repeat(500))
  assert.equal(String(gunzipSync(await compress('1 /en/', 'gzip', read))), 'news '.repeat(500))
  assert.equal(reads, 2)
})

test('what was asked for longest ago makes room, and what could not be read is tried again', async () => {
  const compress = compressor(2500)
  const reads: string[] = []
  const ask = (key: string) =>
    compress(key, 'gzip', async () => {
      reads.push(key)
      return randomBytes(1000)
    })
  await ask('a')
  await ask('b')
  await ask('a')
  await ask('c')
  await ask('a')
  await ask('b')
  assert.deepEqual(reads, ['a', 'b', 'c', 'b'])
  await assert.rejects(compress('gone', 'br', () => Promise.reject(new Error('no such file'))))
  assert.equal(
    String(brotliDecompressSync(await compress('gone', 'br', async () => Buffer.from('there')))),
    'there',
  )
})
