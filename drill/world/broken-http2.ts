import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createServer } from 'node:tls'
import { originPort } from './web.ts'

/**
 * A front end whose HTTP/2 is broken: it agrees to speak it and then gives up on every connection, while
 * HTTP/1.1 works. Arguments: its address, and the folder with its certificate.
 */
const [address, home = ''] = process.argv.slice(2)
const options = {
  cert: readFileSync(join(home, 'site.crt')),
  key: readFileSync(join(home, 'site.key')),
  ALPNProtocols: ['h2', 'http/1.1'],
}

/** Empty SETTINGS, then GOAWAY with INTERNAL_ERROR before any stream (RFC 9113 §6.5, §6.8). */
const settings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])
const goAway = Buffer.from([0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2])

createServer(options, socket => {
  socket.on('error', () => socket.destroy())
  if (socket.alpnProtocol === 'h2') {
    socket.once('data', () => socket.end(Buffer.concat([settings, goAway])))
    return
  }
  const origin = connect(originPort, '127.0.0.1')
  origin.on('error', () => socket.destroy())
  socket.on('close', () => origin.destroy())
  socket.pipe(origin).pipe(socket)
}).listen(443, address)
