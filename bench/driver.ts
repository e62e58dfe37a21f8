import { Agent, get } from 'node:http'

/**
 * Asks URLs, all of them so many times a second for so long, over connections that are kept, in a process
 * of its own: its CPU is not its peer's. Writes `{"asked":…,"succeeded":…}`: how many times all of them
 * were asked, and how many times all of them succeeded.
 * Usage: node bench/driver.ts <a second> <seconds> <url>…
 */
const [rate = '', seconds = '', ...urls] = process.argv.slice(2)
const total = Math.round(Number(rate) * Number(seconds))
const agent = new Agent({ keepAlive: true, maxSockets: 8 })
const began = performance.now()
let asked = 0
let answered = 0
let succeeded = 0

const beat = setInterval(() => {
  const due = Math.min(total, ((performance.now() - began) / 1000) * Number(rate))
  while (asked < due) {
    asked++
    void Promise.all(urls.map(ask)).then(all => settle(all.every(Boolean)))
  }
  if (asked === total) clearInterval(beat)
}, 4)

function ask(url: string): Promise<boolean> {
  return new Promise(resolve => {
    const request = get(url, { agent }, async response => {
      let text = ''
      for await (const chunk of response.setEncoding('utf8')) text += chunk
      resolve(/^probe_success 1$/m.test(text))
    })
    request.on('error', () => resolve(false))
  })
}

function settle(success: boolean): void {
  answered++
  if (success) succeeded++
  if (answered < total) return
  agent.destroy()
  process.stdout.write(JSON.stringify({ asked, succeeded }))
}
