import { createServer, type IncomingMessage } from 'node:http'
import { createInterface } from 'node:readline'
import { acceptWebSockets, type Connection } from '../collector/web-socket-server.ts'
import { features } from './plan.ts'
import { originPort } from './web.ts'

/**
 * The program behind the front ends of one namespace. It answers each feature by name; a line of JSON on
 * its standard input, `{"feature":"x/api","status":503}`, makes it answer that one otherwise.
 */
interface Mood {
  readonly feature: string
  readonly status?: number
  readonly body?: string
  /** Where it redirects to. */
  readonly location?: string
  /** Milliseconds before the answer. */
  readonly delay?: number
}

const moods = new Map<string, Mood>()

function featureOf(host: string, path: string): string | undefined {
  const there = Object.entries(features).filter(([, place]) => place.host === host)
  const exact = there.find(([, place]) => place.path === path)
  return (exact ?? there.find(([, place]) => place.path === '/'))?.[0]
}

createInterface({ input: process.stdin }).on('line', line => {
  const mood: Mood = JSON.parse(line)
  moods.set(mood.feature, mood)
})

function moodAt({ headers, url = '/' }: IncomingMessage): Mood | undefined {
  const feature = featureOf(headers.host ?? '', url)
  return feature === undefined ? undefined : moods.get(feature)
}

const server = createServer((request, response) => {
  const host = request.headers.host ?? ''
  const feature = featureOf(host, request.url ?? '/')
  const mood = moodAt(request)
  const answer = () => {
    const leading = mood?.location === undefined ? {} : { location: mood.location }
    const status = mood?.status ?? (mood?.location === undefined ? 200 : 302)
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...leading })
    response.end(mood?.body ?? `<!doctype html><title>${host}</title><p>This is ${feature ?? host}.\n`)
  }
  setTimeout(answer, mood?.delay ?? 0)
})
// A client of messages is greeted, as Slack greets one.
const greet = { opened: ({ send }: Connection) => send('{"type":"hello"}') }
acceptWebSockets(server, greet, request => moodAt(request)?.status)
server.listen(originPort, '127.0.0.1')
