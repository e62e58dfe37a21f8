import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { seededRandom } from '../../base/random.ts'
import { acceptOf, pingFrame, readPong } from './frame.ts'

describe('frames of a WebSocket', () => {
  it('answer to the key of the standard’s own example', () => {
    assert.equal(acceptOf('dGhlIHNhbXBsZSBub25jZQ=='), 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=')
  })

  it('hide a client’s words behind the mask (RFC 6455 §5.7)', () => {
    const frame = pingFrame(Buffer.from('Hello'), Buffer.from([0x37, 0xfa, 0x21, 0x3d]))
    assert.equal(frame.toString('hex'), '898537fa213d7f9f4d5158')
  })

  it('are read without a fault and no sooner than they are whole, whatever comes', () => {
    const random = seededRandom(2)
    const payload = Buffer.from('12345678')
    const pong = Buffer.concat([Buffer.from([0x81, 3]), Buffer.from('abc'), Buffer.from([0x8a, 8]), payload])
    for (let cut = 0; cut < pong.length; cut++)
      assert.equal(readPong(pong.subarray(0, cut), payload), undefined)
    assert.deepEqual(readPong(pong, payload), { kind: 'pong' })
    for (let round = 0; round < 5000; round++) {
      const length = Math.floor(random() * 40)
      const bytes = Buffer.from(Array.from({ length }, () => random() * (random() < 0.5 ? 256 : 16)))
      const read = readPong(bytes, payload)
      assert.ok(read === undefined || ['malformed', 'close'].includes(read.kind))
    }
  })
})
