import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** Who sends what: by itself from an address of its own, or passed on by a gateway. */
export interface Sending {
  readonly id: number
  readonly gateway: boolean
}

/** A flood of senders, each of whom sends again what was not acknowledged until it is. */
export interface Senders {
  readonly acknowledged: readonly Sending[]
  /** Requests that failed and were sent again. */
  readonly retries: () => number
  /** Lets what was begun be acknowledged, and ends. */
  finish(): Promise<void>
}

const path = '/api/v1/reports'
const userAgent = 'flood/1'

/** The address that a sender has behind a trusted proxy. */
export function addressOf(id: number): string {
  return `10.${(id >> 16) & 255}.${(id >> 8) & 255}.${id & 255}`
}

export function partsOf({ id, gateway }: Sending): string[] {
  return gateway ? ['gateway', 'flood'] : ['sender', addressOf(id), userAgent]
}

export const reporterOf = ({ id }: Sending): string => `person ${id}`

/**
 * @param at when gateways say that it was reported
 * @param count how many send at once; every second one is a gateway
 */
export function flood(port: number, token: string, at: number, count: number): Senders {
  const agent = new Agent({ keepAlive: true, maxSockets: count })
  const acknowledged: Sending[] = []
  let next = 0
  let retries = 0
  let stopping = false

  const send = (sending: Sending) =>
    new Promise<number>(resolve => {
      const report = { service: 'chat', components: ['app'], reporter: reporterOf(sending) }
      const headers = {
        'content-type': 'application/json',
        'user-agent': userAgent,
        ...(sending.gateway
          ? { authorization: `Bearer ${token}` }
          : { 'x-forwarded-for': addressOf(sending.id) }),
      }
      const body = JSON.stringify(sending.gateway ? { reports: [{ ...report, at }] } : report)
      const asked = request({ host: '127.0.0.1', port, path, method: 'POST', agent, headers }, answer => {
        answer.resume()
        answer.on('end', () => resolve(answer.complete ? (answer.statusCode ?? 0) : 0))
        answer.on('error', () => resolve(0))
      })
      asked.on('error', () => resolve(0))
      asked.end(body)
    })

  async function sender(gateway: boolean): Promise<void> {
    while (!stopping) {
      const sending = { id: next++, gateway }
      while ((await send(sending)) !== 202) {
        retries++
        await sleep(20)
      }
      acknowledged.push(sending)
    }
  }

  const all = Array.from({ length: count }, (_, n) => sender(n % 2 === 0))
  return {
    acknowledged,
    retries: () => retries,
    async finish() {
      stopping = true
      await Promise.all(all)
      agent.destroy()
    },
  }
}
