import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { seededRandom } from '../../base/random.ts'
import { namespaces, readStream, streamHead } from './stream.ts'

describe('a stream of XMPP', () => {
  const opened = `<stream:stream xmlns='jabber:client' xmlns:stream='${namespaces.streams}'>`

  it('is opened to a domain, which cannot break out of its quotes', () => {
    assert.match(streamHead('chat.example'), / to='chat\.example' version='1\.0'/)
    assert.match(streamHead(`a'b<c`), / to='a&#39;b&#60;c' /)
  })

  it('gives one child after another, with what stands in it', () => {
    const take = readStream()
    assert.equal(take(Buffer.from(opened)), undefined)
    assert.equal(take(Buffer.from('<stream:features><a xmlns="u:a"><b/>')), undefined)
    assert.deepEqual(take(Buffer.from('</a></stream:features> <x/>')), {
      name: 'features',
      namespace: namespaces.streams,
      children: [{ name: 'a', namespace: 'u:a' }],
    })
    const next = take(Buffer.from(' '))
    assert.equal(next === 'malformed' ? next : next?.name, 'x')
    assert.equal(take(Buffer.from('</stream:stream')), undefined)
  })

  it('is read without a fault, whatever comes', () => {
    const random = seededRandom(3)
    const pieces = [
      opened,
      '<a>',
      '</a>',
      '<',
      '>',
      '&',
      '&lt;',
      '<!DOCTYPE a>',
      "<?xml version='1.0'?>",
      '\0',
      'é',
      '<x:y/>',
      ']]>',
      '<![CDATA[',
      '<!--',
      '-->',
    ]
    for (let round = 0; round < 2000; round++) {
      const take = readStream()
      let spoilt = false
      for (let turn = 0; turn < 8; turn++) {
        const piece = Buffer.from(pieces[Math.floor(random() * pieces.length)] ?? '')
        const read = take(piece.subarray(0, Math.ceil(piece.length * random() * 1.5)))
        assert.ok(!spoilt || read === 'malformed', 'what is malformed stays so')
        spoilt = read === 'malformed'
      }
    }
  })
})
