import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { seededRandom } from '../../base/random.ts'
import { connectPacket, parseConnack } from './packet.ts'

describe('packets of MQTT', () => {
  it('are written as the standard lays them out', () => {
    const bytes = (version: '3.1.1' | '5') => connectPacket(version, 'ab').toString('hex')
    assert.equal(bytes('3.1.1'), '100e00044d5154540402003c00026162')
    assert.equal(bytes('5'), '100f00044d5154540502003c0000026162')
  })

  it('are read whole, in part, or not at all', () => {
    const read = (...bytes: number[]) => parseConnack(Buffer.from(bytes))
    assert.deepEqual(read(0x20, 2, 0, 0), { code: 0 })
    assert.deepEqual(read(0x20, 2, 1, 5), { code: 5 })
    assert.deepEqual(read(0x20, 0xff, 0x7f, 0, 0x87), { code: 0x87 })
    for (const part of [[], [0x20], [0x20, 2], [0x20, 2, 0], [0x20, 0xff, 0xff]])
      assert.equal(read(...part), undefined)
    for (const other of [[0x15], [0x20, 0], [0x20, 2, 2, 0], [0x20, 0x80, 0x80, 0x80, 0x80, 1, 0, 0]])
      assert.equal(read(...other), 'malformed')
  })

  it('are read without a fault, whatever comes', () => {
    const random = seededRandom(1)
    for (let round = 0; round < 5000; round++) {
      const bytes = Buffer.from(Array.from({ length: Math.floor(random() * 9) }, () => random() * 256))
      if (random() < 0.7 && bytes.length > 0) bytes[0] = 0x20
      const read = parseConnack(bytes)
      assert.ok(read === undefined || read === 'malformed' || read.code < 256)
    }
  })
})
