import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { runInNewContext } from 'node:vm'

const code = readFileSync(new URL('proof.js', import.meta.url), 'utf8')

interface Solution {
  readonly counter: number
  readonly derivedKey: string
}

/** What the worker answers to one message. */
function solved(parameters: object): Promise<Solution | undefined> {
  return new Promise(postMessage => {
    const addEventListener = (_: string, hear: (message: object) => void) =>
      setImmediate(hear, { data: { parameters } })
    runInNewContext(code, { addEventListener, postMessage })
  })
}

const challenge = {
  algorithm: 'SHA-256',
  cost: 1,
  keyLength: 32,
  keyPrefix: '000',
  nonce: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
  salt: '00112233445566778899aabbccddeeff',
}

/** The key as the one who asks works it out: the salt, the nonce, the counter, hashed as often as it costs. */
function keyOf(counter: number, { salt, nonce, cost, keyLength }: typeof challenge): string {
  const last = Buffer.alloc(4)
  last.writeUInt32BE(counter)
  let key = Buffer.concat([Buffer.from(salt + nonce, 'hex'), last])
  for (let n = 0; n < cost; n++) key = createHash('sha256').update(key).digest()
  return key.toString('hex').slice(0, 2 * keyLength)
}

test('the first counter whose key begins as wanted is found', async () => {
  for (const change of [{}, { cost: 3 }, { keyPrefix: 'aB' }, { keyLength: 16, salt: 'ff' }]) {
    const parameters = { ...challenge, ...change }
    const solution = await solved(parameters)
    assert(solution !== undefined)
    assert.equal(solution.derivedKey, keyOf(solution.counter, parameters))
    const begins = (counter: number) =>
      keyOf(counter, parameters).startsWith(parameters.keyPrefix.toLowerCase())
    assert(begins(solution.counter))
    for (let counter = 0; counter < solution.counter; counter++) assert(!begins(counter))
  }
})

test('a prefix longer than a word is compared to its end', async () => {
  const keyPrefix = keyOf(4711, challenge).slice(0, 11)
  assert.equal((await solved({ ...challenge, keyPrefix }))?.counter, 4711)
})

test('by a hash that it does not know there is no answer', async () => {
  assert.equal(await solved({ ...challenge, algorithm: 'SHA-512' }), undefined)
})
