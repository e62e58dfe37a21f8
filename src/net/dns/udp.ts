import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import type { Failure } from '../../model/failure.ts'
import type { AddressFamily } from '../../model/vantage-point.ts'
import type { Deadline, Deadlines } from './deadlines.ts'
import type { Endpoint } from './endpoint.ts'
import { socketFailure } from './failure.ts'
import { decodeReply, encodeQuery, type Question, type Reply } from './wire.ts'

/** What one try came to. */
export interface Outcome {
  readonly reply?: Reply
  readonly failure?: Failure
}

/** One question to one server, and how long to wait. */
export interface Try {
  readonly server: Endpoint
  readonly question: Question
  /** Milliseconds. */
  readonly timeout: number
  readonly signal: AbortSignal
  /** `tcp` asks over TCP at once, `udp` never does. Left out: over TCP where UDP's answer was cut short. */
  readonly transport?: 'udp' | 'tcp'
}

export interface Udp {
  /** Asks by a shared socket; cheap, but deaf to ICMP errors. */
  ask(attempt: Try): Promise<Outcome>
  /** Asks by a socket of its own that is connected to the server, and so hears that a port is closed. */
  askConnected(attempt: Try): Promise<Outcome>
}

interface Waiting extends Deadline {
  readonly server: Endpoint
  readonly question: Question
  /** What came instead of the answer, told when the time is up. */
  strange?: Failure
  settle(outcome: Outcome): void
}

interface Line {
  readonly socket: Socket
  readonly waiting: Map<number, Waiting>
  uses: number
  /** A connected socket is sent on without an address. */
  connected: boolean
  retired: boolean
  /** Set where the system gave no working socket: no descriptor left, no such address family. */
  broken?: Failure
}

/**
 * A pool of sockets on random ports. Each is replaced after `usesPerSocket` questions, so that an attacker
 * must guess a port and an id that both change (RFC 5452 §9), and a look pays no socket of its own.
 */
export function openUdp(clock: Clock, random: Random, deadlines: Deadlines): Udp {
  const lines: Record<AddressFamily, (Line | undefined)[]> = { 4: [], 6: [] }

  const pooled = (family: AddressFamily): Line => {
    const slot = Math.floor(random() * socketsPerFamily)
    const kept = lines[family][slot]
    if (kept !== undefined && !kept.retired && kept.uses < usesPerSocket) return kept
    if (kept !== undefined) retire(kept)
    const line = openLine(family)
    line.socket.bind()
    lines[family][slot] = line
    return line
  }

  const wait = (line: Line, attempt: Try): Promise<Outcome> =>
    new Promise(resolve => {
      if (line.broken !== undefined) {
        resolve({ failure: line.broken })
        return
      }
      const id = freeId(line, random)
      const settle = (outcome: Outcome) => {
        if (!line.waiting.delete(id)) return
        deadlines.remove(waiting)
        if (line.retired && line.waiting.size === 0) line.socket.close()
        resolve(outcome)
      }
      const waiting: Waiting = {
        server: attempt.server,
        question: attempt.question,
        due: clock.monotonic() + attempt.timeout,
        signal: attempt.signal,
        settle,
        expire: failure => settle({ failure: waiting.strange ?? failure }),
      }
      line.uses++
      line.waiting.set(id, waiting)
      deadlines.add(waiting)
      const sent = (error: Error | null) => {
        if (error !== null) settle({ failure: socketFailure(error) })
      }
      const { address, port } = attempt.server
      const query = encodeQuery(id, attempt.question)
      if (line.connected) line.socket.send(query, sent)
      else line.socket.send(query, port, address, sent)
    })

  return {
    ask: attempt => wait(pooled(attempt.server.family), attempt),
    async askConnected(attempt) {
      const line = openLine(attempt.server.family)
      const failure = await connect(line.socket, attempt.server)
      line.connected = true
      const outcome = failure === undefined ? await wait(line, attempt) : { failure }
      retire(line)
      return outcome
    },
  }
}

const socketsPerFamily = 4
const usesPerSocket = 256

function openLine(family: AddressFamily): Line {
  const socket = createSocket({ type: family === 4 ? 'udp4' : 'udp6', lookup: literal })
  const line: Line = { socket, waiting: new Map(), uses: 0, connected: false, retired: false }
  socket.unref()
  socket.on('message', (message, from) => receive(line, message, from))
  socket.on('error', error => {
    line.broken = socketFailure(error)
    for (const waiting of [...line.waiting.values()]) waiting.settle({ failure: line.broken })
    retire(line)
  })
  return line
}

/** Addresses are literals here: the system's resolver, and its turn of the event loop, are left out. */
function literal(
  address: string,
  _options: unknown,
  done: (error: NodeJS.ErrnoException | null, address: string, family: number) => void,
): void {
  done(null, address, address.includes(':') ? 6 : 4)
}

function connect(socket: Socket, server: Endpoint): Promise<Failure | undefined> {
  return new Promise(resolve => {
    // A socket that cannot even be bound says so by its event only.
    socket.once('error', error => resolve(socketFailure(error)))
    socket.connect(server.port, server.address, (error?: Error) =>
      resolve(error === undefined ? undefined : socketFailure(error)),
    )
  })
}

function retire(line: Line): void {
  if (line.retired) return
  line.retired = true
  if (line.waiting.size === 0) line.socket.close()
}

function freeId(line: Line, random: Random): number {
  let id = Math.floor(random() * 65_536)
  while (line.waiting.has(id)) id = (id + 1) % 65_536
  return id
}

function receive(line: Line, message: Buffer, from: RemoteInfo): void {
  if (message.length < 12) return
  const waiting = line.waiting.get(message.readUInt16BE(0))
  if (waiting === undefined || !isFrom(waiting.server, from)) {
    noteStranger(line, message, from)
    return
  }
  const decoded = decodeReply(message, waiting.question)
  if (decoded === 'other') waiting.strange = 'dns_server_misbehaving'
  else waiting.settle(decoded === 'malformed' ? { failure: 'dns_malformed_reply' } : { reply: decoded })
}

/** Dropped, but remembered for whoever waits for that server's answer to just that question. */
function noteStranger(line: Line, message: Buffer, from: RemoteInfo): void {
  for (const waiting of line.waiting.values()) {
    if (isFrom(waiting.server, from) && typeof decodeReply(message, waiting.question) !== 'string')
      waiting.strange = 'dns_reply_with_wrong_query_id'
  }
}

function isFrom(server: Endpoint, from: RemoteInfo): boolean {
  return from.port === server.port && from.address === server.address
}
