import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { describe, it } from 'node:test'
import { listen } from '../../../../test/internet/listen.ts'
import { lookingContext, lookOnce } from '../../../../test/internet/look.ts'
import { tcpProbe } from './tcp.ts'

describe('a port that must greet', () => {
  const greeted = async (greet: (socket: Socket) => void, banner?: string) => {
    const server = await listen(greet)
    const target = { host: '127.0.0.1', port: server.port, ...(banner === undefined ? {} : { banner }) }
    const reading = await lookOnce(tcpProbe, target, lookingContext({ timeout: 400 }))
    server.close()
    return reading
  }
  const found = async (greet: (socket: Socket) => void, banner: string) =>
    (await greeted(greet, banner)).findings.map(({ code, args }) => `${code} ${args['got']}`.trim())
  const saying = (text: string) => (socket: Socket) => void socket.write(text)

  it('is well where it greets as mail, shell and file servers do, in pieces too', async () => {
    assert.deepEqual(await found(saying('220 mail.example ESMTP Postfix\r\n'), '220 mail.example ESMTP'), [])
    assert.deepEqual(await found(saying('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n'), 'SSH-2.0-'), [])
    assert.deepEqual(await found(saying('220-Welcome\r\n220 ready\r\n'), '220'), [])
    assert.deepEqual(await found(saying('* OK [CAPABILITY IMAP4rev1] ready.\r\n'), 'IMAP4rev1'), [])
    const inPieces = (socket: Socket) => {
      socket.write('220 ma')
      setTimeout(() => socket.write('il ready\r\n'), 30)
    }
    assert.deepEqual(await found(inPieces, 'mail ready'), [])
    assert.deepEqual(await found(socket => socket.end('+OK ready'), '+OK'), [])
  })

  it('is not where it says something else, nothing, or hangs up', async () => {
    assert.deepEqual(await found(saying('554 no service\r\n'), '220'), ['banner_missing 554 no service'])
    assert.deepEqual(await found(() => {}, '220'), ['banner_missing'])
    assert.deepEqual(await found(socket => socket.destroy(), '220'), ['banner_missing'])
    const resetting = (socket: Socket) => void setTimeout(() => socket.resetAndDestroy(), 30)
    assert.deepEqual(await found(resetting, '220'), ['banner_missing'])
    const { steps } = await greeted(() => {}, '220')
    assert.deepEqual([steps.at(-1)?.op, steps.at(-1)?.failure], ['banner', 'generic_timeout_error'])
  })

  it('is read no further than its first words', async () => {
    const endless = (socket: Socket) => void socket.write('x'.repeat(1_000_000))
    const [said = ''] = await found(endless, '220')
    assert.equal(said, `banner_missing ${'x'.repeat(512)}`)
  })

  it('need not greet where nothing is expected', async () => {
    assert.deepEqual((await greeted(() => {})).findings, [])
  })
})
