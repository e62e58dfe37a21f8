import { Agent, get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** Asks for a page again and again until `signal` is aborted. @returns milliseconds that each answer took, sorted */
export async function readPage(url: string, signal: AbortSignal): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const times: number[] = []
  while (!signal.aborted) {
    const began = performance.now()
    await once(url, agent)
    times.push(performance.now() - began)
    await sleep(20)
  }
  agent.destroy()
  return times.sort((a, b) => a - b)
}

export function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN
}

function once(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = get(url, { agent }, answer => {
      answer.resume()
      if (answer.statusCode !== 200) reject(new Error(`the page answered ${answer.statusCode}`))
      answer.on('end', resolve)
    })
    asked.on('error', reject)
  })
}
