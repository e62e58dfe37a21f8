import { createServer } from 'node:net'

/** A server of long-lived connections: takes whoever comes and waits. Arguments: an address, then ports. */
const [address, ...ports] = process.argv.slice(2)
for (const port of ports) {
  createServer(socket => socket.on('error', () => socket.destroy()).resume()).listen(Number(port), address)
}
