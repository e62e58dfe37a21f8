import { connect } from 'node:net'
import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import type { Deadline, Deadlines } from './deadlines.ts'
import { socketFailure } from './failure.ts'
import type { Outcome, Try } from './udp.ts'
import { decodeReply, encodeQuery } from './wire.ts'

/** Asks one question over TCP (RFC 7766), on a connection of its own that is closed afterwards. */
export function askByTcp(attempt: Try, clock: Clock, random: Random, deadlines: Deadlines): Promise<Outcome> {
  const { server, question, timeout, signal } = attempt
  return new Promise(resolve => {
    const id = Math.floor(random() * 65_536)
    const query = encodeQuery(id, question)
    const socket = connect({ host: server.address, port: server.port, noDelay: true })
    const settle = (outcome: Outcome) => {
      deadlines.remove(deadline)
      socket.destroy()
      resolve(outcome)
    }
    const deadline: Deadline = {
      due: clock.monotonic() + timeout,
      signal,
      expire: failure => settle({ failure }),
    }
    deadlines.add(deadline)
    let received = Buffer.alloc(0)
    socket.on('connect', () => socket.write(framed(query)))
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk])
      const message = unframed(received)
      if (message === undefined) return
      if (message.length < 12 || message.readUInt16BE(0) !== id)
        return settle({ failure: 'dns_reply_with_wrong_query_id' })
      const decoded = decodeReply(message, question)
      if (decoded === 'other') settle({ failure: 'dns_server_misbehaving' })
      else settle(decoded === 'malformed' ? { failure: 'dns_malformed_reply' } : { reply: decoded })
    })
    socket.on('end', () => settle({ failure: 'connection_reset' }))
    socket.on('error', error => settle({ failure: socketFailure(error) }))
  })
}

/** Over TCP each message follows its length in two octets (RFC 1035 §4.2.2). */
function framed(message: Buffer): Buffer {
  const frame = Buffer.alloc(message.length + 2)
  frame.writeUInt16BE(message.length)
  message.copy(frame, 2)
  return frame
}

function unframed(received: Buffer): Buffer | undefined {
  if (received.length < 2) return undefined
  const length = received.readUInt16BE(0)
  return received.length < length + 2 ? undefined : received.subarray(2, length + 2)
}
