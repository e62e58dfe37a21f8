import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { type DecodedPacket, decode, encode } from 'dns-packet'
import { blockPageAddress } from './plan.ts'

/**
 * A middlebox on a vantage point's way out. What is led to it (see blocking.ts) of DNS it answers with a lie,
 * for it is led nothing else; of TLS it lets through whatever does not name a blocked host, and resets what does.
 * One argument: JSON of `CensorOptions`.
 */
export interface CensorOptions {
  readonly names: readonly string[]
  readonly by: 'nxdomain' | 'forged' | 'bogon' | 'page' | 'reset'
  /** Host name → the address that it truly has. */
  readonly addresses: Readonly<Record<string, string>>
  /** Whom it answers for: every name server and resolver of the world. */
  readonly servers: readonly string[]
  readonly tlsPort: number
  /** Whoever the rules let pass: the middlebox must reach what it lets through. */
  readonly uid: number
}

/** Where a forged answer leads: to a server of somebody else, to an address that nobody can have on the internet, or to a page that says so. */
const lies = { forged: '93.184.216.34', bogon: '10.10.34.35', page: blockPageAddress } as const

const options = JSON.parse(process.argv[2] ?? '{}') as CensorOptions
const { names, by, addresses, servers, tlsPort, uid } = options

for (const server of servers) {
  const dns = createSocket('udp4')
  dns.on('message', (message, from) => dns.send(lieTo(decode(message)), from.port, from.address))
  dns.bind(53, server)
  await once(dns, 'listening')
}
const tls = createServer(socket => {
  socket.on('error', () => {})
  socket.once('data', (hello: Buffer) => judge(socket, hello))
})
tls.listen(tlsPort)
await once(tls, 'listening')
process.setuid?.(uid)
process.stdout.write('listening\n')

function lieTo(query: DecodedPacket): Buffer {
  const [question] = query.questions ?? []
  const address = by === 'nxdomain' || by === 'reset' ? undefined : lies[by]
  const answered = question?.type === 'A' && address !== undefined
  const nxdomain = 3
  return encode({
    type: 'response',
    id: query.id ?? 0,
    // Recursion desired and available, as the usual forger has it; no authority.
    flags: 0x0180 | (address === undefined ? nxdomain : 0),
    questions: query.questions ?? [],
    answers: answered ? [{ type: 'A', name: question.name, ttl: 60, data: address }] : [],
  })
}

function judge(socket: Socket, hello: Buffer): void {
  const text = hello.toString('latin1')
  const named = Object.keys(addresses).find(name => text.includes(name))
  if (named === undefined || names.includes(named)) {
    socket.resetAndDestroy()
    return
  }
  const onward = connect(443, addresses[named])
  onward.on('error', () => socket.destroy())
  socket.on('close', () => onward.destroy())
  onward.write(hello)
  socket.pipe(onward).pipe(socket)
}
