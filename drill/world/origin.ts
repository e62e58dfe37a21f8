import { createServer } from 'node:http'
import { createInterface } from 'node:readline'
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

createServer((request, response) => {
  const host = request.headers.host ?? ''
  const feature = featureOf(host, request.url ?? '/')
  const mood = feature === undefined ? undefined : moods.get(feature)
  const answer = () => {
    response.writeHead(mood?.status ?? 200, { 'content-type': 'text/html; charset=utf-8' })
    response.end(mood?.body ?? `<!doctype html><title>${host}</title><p>This is ${feature ?? host}.\n`)
  }
  setTimeout(answer, mood?.delay ?? 0)
}).listen(originPort, '127.0.0.1')
