import { spawn } from 'node:child_process'
import type { Failure } from '../../model/failure.ts'
import { familyOf, isPrivateAddress } from '../address.ts'
import { abortFailure } from '../failure.ts'

/** What came back of a few echo requests. */
export interface Echoes {
  readonly sent: number
  readonly received: number
  /** Of each that came back, in milliseconds, in the order of their return. */
  readonly roundTrips: readonly number[]
  /** Why none could be sent, or nothing is known of them. */
  readonly failure?: Failure
}

export interface PingOptions {
  readonly signal: AbortSignal
  /** How many requests. */
  readonly count: number
  /** Whole seconds to wait for the answers after the last request, at least 1. */
  readonly patience: number
  /** Refuses addresses that are not public, for targets that a stranger named. */
  readonly publicOnly?: boolean
}

/** Milliseconds from one request to the next: the shortest that ping grants to whoever is not root. */
export const interval = 200

/** The failures of a machine whose `ping` is missing, may not send, or speaks in words of its own. */
export const unable: readonly Failure[] = [
  'unknown_failure: ping_missing',
  'unknown_failure: ping_forbidden',
  'unknown_failure: ping_unreadable',
]

const mostOutput = 16_384
const nothing = { sent: 0, received: 0, roundTrips: [] }

/**
 * Sends ICMP echo requests (RFC 792, RFC 4443) by the system's own `ping`, which has the right to: a probe
 * needs none. Where the time is up before it ends, what was answered until then is all that was sent.
 * Does not throw.
 * @param address an IP address
 */
export function ping(address: string, options: PingOptions): Promise<Echoes> {
  const { signal, publicOnly = false } = options
  if (publicOnly && isPrivateAddress(address))
    return Promise.resolve({ ...nothing, failure: 'unknown_failure: private_address' })
  if (signal.aborted) return Promise.resolve({ ...nothing, failure: abortFailure(signal) })
  return new Promise(resolve => {
    const child = spawn('ping', argumentsOf(address, options), {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Its words are read: they must be English.
      env: { ...process.env, LC_ALL: 'C' },
    })
    let said = ''
    const end = (echoes: Echoes) => {
      signal.removeEventListener('abort', giveUp)
      child.kill('SIGKILL')
      resolve(echoes)
    }
    const giveUp = () => {
      const roundTrips = roundTripsIn(said)
      const { length } = roundTrips
      end(
        length > 0
          ? { sent: length, received: length, roundTrips }
          : { ...nothing, failure: abortFailure(signal) },
      )
    }
    signal.addEventListener('abort', giveUp, { once: true })
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(0, mostOutput)
      })
    }
    child.once('error', () => end({ ...nothing, failure: 'unknown_failure: ping_missing' }))
    child.once('close', () => end(readPing(said)))
  })
}

function argumentsOf(address: string, { count, patience }: PingOptions): string[] {
  const seconds = String(Math.max(1, Math.floor(patience)))
  return [
    '-n',
    `-${familyOf(address) ?? 4}`,
    '-c',
    String(count),
    '-i',
    String(interval / 1000),
    '-W',
    seconds,
    address,
  ]
}

/**
 * Reads what `ping` said (iputils; those of BSD and BusyBox word it alike). Answers that come twice count
 * once. Pure.
 */
export function readPing(said: string): Echoes {
  const [, sent, received] =
    /(\d+) packets transmitted, (\d+) (?:packets )?received/.exec(said)?.map(Number) ?? []
  if (sent === undefined || received === undefined || sent === 0)
    return { ...nothing, failure: reasonIn(said) }
  return { sent, received, roundTrips: roundTripsIn(said) }
}

function roundTripsIn(said: string): number[] {
  const replies = said.split('\n').filter(line => !line.includes('DUP!'))
  return replies.flatMap(line => {
    const [, ms] = /bytes from .*\btime[=<]([\d.]+) ?ms/.exec(line) ?? []
    return ms === undefined ? [] : [Number(ms)]
  })
}

function reasonIn(said: string): Failure {
  if (/Network is unreachable/i.test(said)) return 'network_unreachable'
  if (/No route to host|Host is unreachable/i.test(said)) return 'host_unreachable'
  if (/not permitted|denied/i.test(said)) return 'unknown_failure: ping_forbidden'
  return 'unknown_failure: ping_unreadable'
}
