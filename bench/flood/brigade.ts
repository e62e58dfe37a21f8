import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { systemClock } from '../../src/base/clock.ts'
import { type Random, seededRandom } from '../../src/base/random.ts'
import type { ServiceTotals } from '../../src/listen/reports/totals.ts'
import { addToken } from '../../src/main/tokens-file.ts'
import type { Incident } from '../../src/model/incident.ts'
import type { Voice } from '../../src/model/voice.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { catalogue } from './catalogue.ts'
import { componentIds } from './people.ts'
import { type Answered, poster } from './post.ts'
import { liveThrough } from './weeks.ts'

/**
 * Brigades of fifty thousand against services that the observatory sees well, over HTTP against the real
 * `prahari serve`, whose judge has heard three usual weeks: `npm run brigade`. Its looks go to this process,
 * over loopback. The exit status is 1 where one of them makes an incident, or a voice that it must not.
 */
const reports = Number(process.argv[2] ?? 50_000)
const random = seededRandom(8)
const prahari = join(import.meta.dirname, '../../bin/prahari')

interface Brigade {
  readonly service: string
  readonly what: string
  readonly may: 'no voice' | 'a voice of few'
  send(post: ReturnType<typeof poster>, token: string): Promise<Answered>
}

const brigades: readonly Brigade[] = [
  {
    service: 'facebook',
    what: 'one network (/24), many browsers',
    may: 'no voice',
    send: post => post(one('facebook'), from(`203.0.113.${1 + below(254, random)}`)),
  },
  {
    service: 'whatsapp',
    what: 'one gateway, two thousand networks by its own word',
    may: 'no voice',
    send: (post, token) => post(batch('whatsapp', 500), { authorization: `Bearer ${token}` }),
  },
  {
    service: 'instagram',
    what: 'one place, two thousand networks',
    may: 'a voice of few',
    send: post =>
      post(
        one('instagram', 'kolkata'),
        from(`100.${below(8, random)}.${below(250, random)}.${1 + below(254, random)}`),
      ),
  },
]

await using stack = new AsyncDisposableStack()
const folder = await mkdtemp(join(tmpdir(), 'prahari-brigade-'))
stack.defer(() => rm(folder, { recursive: true }))
const [healthy, control] = [await listening(), await listening()]
const services = join(folder, 'catalogue')
await writeCatalogue(services, healthy, control)
await liveThrough(folder, catalogue, 3, systemClock.now())
const token = await addToken(folder, 'gateways', 'bot')
const serving = spawn(prahari, ['serve', '--data', folder, '--catalogue', services, '--port', '0'], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
stack.defer(() => void serving.kill('SIGKILL'))
const [line] = (await once(createInterface({ input: serving.stdout }), 'line')) as [string]
const url = /http:\S+/.exec(line)?.[0] ?? ''
// Until the looks have said that all is well.
await systemClock.sleep(20_000)
const post = poster(url, 64)
for (const brigade of brigades) await strike(brigade)
// Until all is counted, and a page says so: pages are made anew each thirty seconds at least.
await systemClock.sleep(45_000)
const { stdout } = await promisify(execFile)(prahari, ['reports', '--data', folder])
const json = await promisify(execFile)(prahari, ['reports', '--json', '--data', folder])
const pages = brigades.map(async ({ service }) =>
  (await fetch(new URL(`en/services/${service}/`, url))).text(),
)
const onPages = (await Promise.all(pages)).map(page => /Not counted[^<]*/.exec(page)?.[0] ?? 'nothing of it')
serving.kill('SIGTERM')
await once(serving, 'close')
process.stdout.write(`\n${stdout}\n`)
process.exitCode = (await isAsItMustBe(json.stdout)) ? 0 : 1

/** @returns the port of a server that is well */
async function listening(): Promise<number> {
  const server = createServer((_, response) => response.end('well')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  stack.defer(() => void server.close())
  return (server.address() as AddressInfo).port
}

async function strike({ service, what, send }: Brigade): Promise<void> {
  const began = performance.now()
  const answers = { taken: 0, again: 0, refused: 0 }
  let sent = 0
  const lane = async () => {
    while (sent < reports) {
      const size = service === 'whatsapp' ? 500 : 1
      sent += size
      const answered = await send(post, token)
      answers.taken += answered.taken
      answers.again += answered.again
      if (answered.status !== 202) answers.refused += size
    }
  }
  await Promise.all(Array.from({ length: 48 }, lane))
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  process.stdout.write(
    `${service}: ${reports} from ${what} in ${seconds} s: ${answers.taken} taken, ${answers.again} already there, ${answers.refused} refused\n`,
  )
}

async function isAsItMustBe(lines: string): Promise<boolean> {
  await using store = await openSqlite(folder)
  const told = (await store.judgements.after(0, 1_000_000)).map(({ judgement }) => judgement)
  const incidents = told.filter((each): each is Incident => each.kind === 'incident')
  const voices = told.filter((each): each is Voice => each.kind === 'voice' && each.state === 'raised')
  const well = told.filter(each => each.kind === 'verdict' && each.status === 'operational').length
  const totals = lines
    .trim()
    .split('\n')
    .map(each => JSON.parse(each) as ServiceTotals)
  process.stdout.write(`verdicts of working: ${well}; incidents: ${incidents.length}\n`)
  let good = incidents.length === 0 && well > 0
  for (const [place, { service, what, may }] of brigades.entries()) {
    const own = voices.filter(voice => voice.service === service)
    const { counted = 0, taken = 0 } = totals.find(each => each.service === service) ?? {}
    const scopes = own.map(
      ({ scope, perMinute, usual }) =>
        `${scope}, ${Math.round(perMinute)} a minute, usually ${Math.round(usual)}`,
    )
    process.stdout.write(
      `${service} (${what}): ${counted} of ${taken} counted; raised voices: ${scopes.join('; ') || 'none'}\n`,
    )
    process.stdout.write(`  its page says: ${onPages[place]}\n`)
    const allowed = may === 'no voice' ? own.length === 0 : own.every(({ scope }) => scope === 'few')
    good &&= allowed
  }
  return good
}

function one(service: string, place?: string): string {
  return JSON.stringify({ service, components: ['website'], problem: 'unreachable', ...(place && { place }) })
}

function batch(service: string, size: number): string {
  const each = Array.from({ length: size }, () => ({
    service,
    problem: 'unreachable',
    reporter: String(random()),
    network: String(below(2000, random)),
  }))
  return JSON.stringify({ reports: each })
}

function from(address: string): Record<string, string> {
  return { 'x-forwarded-for': address, 'user-agent': `Browser/${below(100_000, random)}` }
}

function below(most: number, random: Random): number {
  return Math.floor(most * random())
}

/** The services of the flood, each looked at by TCP at this process. */
async function writeCatalogue(to: string, port: number, control: number): Promise<void> {
  await mkdir(to)
  for (const { id, category } of catalogue.services) {
    const components = ['website', ...componentIds(id).filter(each => each !== 'website')]
    const looks = components.map(
      each => `  ${each}: { name: { en: ${each} }, look: [{ tcp: "127.0.0.1:${port}" }] }`,
    )
    const head = `service: ${id}\nname: { en: ${id} }\noperator: ${id}\ncategory: ${category}\ntimezone: Asia/Kolkata\n`
    const rest = `homepage: https://${id}.example/\nevery: 5s\ntimeout: 2s\ncomponents:\n${looks.join('\n')}\n`
    await writeFile(join(to, `${id}.yaml`), head + rest)
  }
  await writeFile(join(to, 'controls.yaml'), `controls: [{ tcp: "127.0.0.1:${control}" }]\n`)
  const places = (catalogue.places ?? []).map(({ id }) => `  ${id}: { en: ${id} }`)
  await writeFile(join(to, 'places.yaml'), `places:\n${places.join('\n')}\n`)
}
