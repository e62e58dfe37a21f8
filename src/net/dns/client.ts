import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import { watchDeadlines } from './deadlines.ts'
import { isDomainName } from './name.ts'
import { askByTcp } from './tcp.ts'
import { type Outcome, openUdp, type Try } from './udp.ts'

/** What asking one server came to. `reply` and `failure` exclude each other. */
export interface Exchange extends Outcome {
  /** When it began (monotonic milliseconds), and how long it took with its retry. */
  readonly began: number
  readonly ms: number
}

export interface DnsClient {
  /**
   * Asks one server one question: over UDP, once more if `retry` says so and nothing came, without EDNS where
   * the server does not understand it (RFC 6891 §7), and over TCP where the answer was cut off. A reply of any response code is a reply; this never throws.
   * `attempt.timeout` is for each try.
   */
  ask(attempt: Try, retry: boolean): Promise<Exchange>
}

const clients = new WeakMap<Clock, DnsClient>()

/** The one client of a clock: its sockets are shared by everyone who asks, and keep no process alive. */
export function dnsClient(clock: Clock, random: Random): DnsClient {
  const known = clients.get(clock)
  if (known !== undefined) return known
  const client = createDnsClient(clock, random)
  clients.set(clock, client)
  return client
}

function createDnsClient(clock: Clock, random: Random): DnsClient {
  const deadlines = watchDeadlines(clock)
  const udp = openUdp(clock, random, deadlines)

  const exchange = async (attempt: Try, retry: boolean): Promise<Outcome> => {
    if (attempt.signal.aborted) return { failure: 'interrupted' }
    if (!isDomainName(attempt.question.name)) return { failure: 'unknown_failure: not_a_domain_name' }
    const outcome = await carry(attempt, retry)
    return stumbles(outcome, attempt) ? await carry(withoutEdns(attempt), retry) : outcome
  }

  const carry = async (attempt: Try, retry: boolean): Promise<Outcome> => {
    if (attempt.transport === 'tcp') return askByTcp(attempt, clock, random, deadlines)
    let outcome = await udp.ask(attempt)
    // The retry is made on a connected socket, which learns by ICMP whether the silence is a closed port.
    if (retry && outcome.failure === 'dns_timeout_error') outcome = await udp.askConnected(attempt)
    if (outcome.reply?.truncated !== true || attempt.transport === 'udp') return outcome
    const whole = await askByTcp(attempt, clock, random, deadlines)
    return whole.reply === undefined ? { failure: 'dns_truncated' } : whole
  }

  return {
    async ask(attempt, retry) {
      const began = clock.monotonic()
      const outcome = await exchange(attempt, retry)
      return { ...outcome, began, ms: clock.monotonic() - began }
    },
  }
}

/** True where a server of the old days takes EDNS for a mistake. */
function stumbles({ reply }: Outcome, { question }: Try): boolean {
  return question.manner === undefined && (reply?.rcode === 'FORMERR' || reply?.rcode === 'NOTIMP')
}

function withoutEdns(attempt: Try): Try {
  return { ...attempt, question: { ...attempt.question, manner: 'none' } }
}
