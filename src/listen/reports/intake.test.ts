import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/sha'
import ipaddr from 'ipaddr.js'
import { systemClock } from '../../base/clock.ts'
import { lineLog } from '../../base/log.ts'
import { hashToken } from '../../base/token.ts'
import type { KeptReport } from '../../model/report.ts'
import type { Catalogue, Service } from '../../model/service.ts'
import { openSqliteReports } from '../../store/sqlite-reports.ts'
import { floodPolicy } from './flood.ts'
import { reportIntake } from './intake.ts'

const folder = mkdtempSync(join(tmpdir(), 'prahari-report-intake-'))
const quarterHour = 900_000
/** The beginning of a quarter hour: whoever is the same person within one is not halfway through another. */
const start = Math.floor(Date.now() / quarterHour) * quarterHour
let passed = 0
const clock = { ...systemClock, now: () => start + passed, monotonic: () => passed }
const log = await openSqliteReports(folder, { clock })
const logged: string[] = []
const intake = reportIntake({
  log,
  catalogue: () => catalogue,
  tokens: async () => ({
    vantagePoints: [{ id: 'kolkata-1', sha256: hashToken('looks') }],
    gateways: [{ id: 'helpdesk', sha256: hashToken('passes-on') }],
  }),
  trustedProxies: [ipaddr.parseCIDR('127.0.0.0/8'), ipaddr.parseCIDR('203.0.113.0/24')],
  languages: ['en', 'bn'],
  notTaken: (language, tooMany) => `<p lang="${language}">${tooMany ? 'too many' : 'wrong'}`,
  secret: 'a secret',
  clock,
  logger: lineLog(clock, line => logged.push(line)),
  policy: { ...floodPolicy, networkPerMinute: 40 },
})
const server = createServer((request, response) => {
  if (!intake.handle(request, response)) response.writeHead(404).end()
})
await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/reports`
after(async () => {
  server.close()
  await intake[Symbol.asyncDispose]()
  await log[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

let catalogue: Catalogue = {
  services: [service('facebook', 'social', ['website', 'messages']), service('jio', 'telecom', ['network'])],
  targets: [],
  controls: [],
  places: [{ id: 'kolkata', names: { en: 'Kolkata' } }],
}

test('a report is on the disk when it is acknowledged, in the catalogue’s words', async () => {
  const sent = {
    service: 'facebook',
    components: ['messages'],
    problem: 'sending',
    place: 'kolkata',
    carrier: 'jio',
  }
  const answer = await post(sent, { 'user-agent': 'A', 'x-forwarded-for': '198.51.100.1' })
  assert.deepEqual([answer.status, await answer.json()], [202, { taken: 1, again: 0, refused: [] }])
  const { person, network, at, ...report } = await newest()
  assert.deepEqual(report, sent)
  assert.equal(at, start + passed)
  assert.ok(person > 0n && network > 0)
})

test('the same person’s again is known again, within the quarter hour and for the service only', async () => {
  const from = { 'user-agent': 'A', 'x-forwarded-for': '198.51.100.2' }
  const taken = async (service: string, headers: Record<string, string>) =>
    ((await (await post({ service }, headers)).json()) as { taken: number }).taken
  assert.equal(await taken('facebook', from), 1)
  assert.equal(await taken('facebook', from), 0)
  assert.equal(await taken('jio', from), 1)
  assert.equal(await taken('facebook', { ...from, 'user-agent': 'B' }), 1)
  assert.equal(await taken('facebook', { ...from, 'x-forwarded-for': '198.51.100.3' }), 1)
  passed += 15 * 60_000
  assert.equal(await taken('facebook', from), 1)
})

test('who stands behind a proxy is told apart, and what anybody can write left of it is not believed', async () => {
  const network = async (forwarded: string) => {
    await post({ service: 'facebook' }, { 'x-forwarded-for': forwarded, 'user-agent': forwarded })
    return (await newest()).network
  }
  const real = await network('198.51.100.9')
  assert.equal(await network('192.0.2.1, 198.51.100.10'), real)
  assert.equal(await network('192.0.2.1, 198.51.100.11, 203.0.113.7'), real)
  assert.notEqual(await network('198.51.101.9'), real)
  assert.equal(await network('2001:db8:1:2::1'), await network('2001:db8:1:3::1'))
})

test('what is not known is refused with what is', async () => {
  assert.match(
    await told({ service: 'facebok' }),
    /^400 unknown-service .*"facebok".* did you mean facebook\?/,
  )
  assert.match(await told({ service: 'zzz' }), /known are: facebook, jio$/)
  assert.match(await told({ service: 'facebook', components: ['login'] }), /^400 unknown-component/)
  assert.match(await told({ service: 'facebook', place: 'paris' }), /^400 unknown-place/)
  assert.match(await told({ service: 'facebook', carrier: 'facebook' }), /^400 unknown-carrier/)
  assert.match(
    await told({ service: 'facebook', problem: 'sad' }),
    /^400 malformed-report problem: .*unreachable/,
  )
  assert.match(await told({ service: 'facebook', componets: [] }), /^400 malformed-report .*componets/)
  assert.match(await told('{"service"'), /^400 malformed-report the body is not JSON/)
  assert.match(await told([]), /^400 malformed-report/)
  assert.match(await told({ service: 'facebook', place: ' '.repeat(70_000) }), /^400|^413/)
  assert.match(await told(`"${' '.repeat(1_100_000)}"`), /^413 body-too-large/)
})

test('of a batch the good ones are taken, and the others named by their place', async () => {
  const reports = [
    { service: 'facebook', reporter: 'a' },
    { service: 'nobody' },
    7,
    { service: 'jio', reporter: 'a' },
  ]
  const answer = await post({ reports }, { 'user-agent': 'batch' })
  const { taken, refused } = (await answer.json()) as {
    taken: number
    refused: { index: number; code: string }[]
  }
  assert.deepEqual([answer.status, taken], [202, 2])
  assert.deepEqual(
    refused.map(({ index, code }) => [index, code]),
    [
      [1, 'unknown-service'],
      [2, 'malformed-report'],
    ],
  )
  assert.match(await told({ reports: [{ service: 'nobody' }] }), /^400 unknown-service/)
  assert.match(await told({ reports: [] }), /^400 malformed-report reports/)
  const many = Array.from({ length: 1001 }, () => ({ service: 'jio' }))
  assert.match(await told({ reports: many }), /^413 batch-too-large/)
})

test('a large batch goes another way to the same end, and knows a catalogue that has changed', async () => {
  const reports = Array.from({ length: 30 }, (_, n) => ({
    service: 'wire',
    reporter: `${n} ${'x'.repeat(190)}`,
  }))
  const padded = [...reports, ...reports.slice(0, 3), { service: 'jio', place: 'y'.repeat(60) }]
  const body = `${JSON.stringify({ reports: padded })}${' '.repeat(8_000)}`
  const headers = { 'x-forwarded-for': '198.19.0.1', 'user-agent': 'large' }
  assert.equal((await post(body, headers)).status, 400, 'wire is not known yet')
  catalogue = { ...catalogue, services: [...catalogue.services, service('wire', 'messaging', ['app'])] }
  passed += 60_000
  const before = await log.lastSeq()
  const { refused, ...counts } = (await (await post(body, headers)).json()) as {
    refused: { index: number }[]
  }
  assert.deepEqual(counts, { taken: 30, again: 3 })
  assert.deepEqual(
    refused.map(({ index }) => index),
    [33],
  )
  const kept = (await log.after(before, 100)).flatMap(block => block.reports)
  assert.equal(new Set(kept.map(each => each.person)).size, 30)
  assert.equal(kept[0]?.proved, false, 'past half of the budget')
  passed += 60_000
  const small = { reports: [{ service: 'wire', reporter: `0 ${'x'.repeat(190)}` }] }
  assert.equal(((await (await post(small, headers)).json()) as { again: number }).again, 1, 'the same person')
  const one = await post(`${JSON.stringify({ service: 'jio' })}${' '.repeat(9_000)}`, headers)
  assert.equal(one.status, 202, 'one report may be long')
  assert.match(await told(`{"reports":[${'['.repeat(20_000)}`), /^400 malformed-report the body is not JSON/)
})

test('the page’s form is taken and leads on to the page that thanks, in its language', async () => {
  const body = new URLSearchParams({ service: 'facebook', problem: 'slow', place: '', lang: 'bn' })
  body.append('component', 'website')
  body.append('component', 'messages')
  const answer = await fetch(url, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { 'user-agent': 'form' },
  })
  assert.deepEqual([answer.status, answer.headers.get('location')], [303, '../../bn/reported/'])
  const { components, problem, place } = await newest()
  assert.deepEqual([components, problem, place], [['website', 'messages'], 'slow', undefined])
  const odd = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ service: 'jio', lang: '//evil.example' }),
    redirect: 'manual',
  })
  const leads = new URL(odd.headers.get('location') ?? '', 'https://a.example/under/a/path/api/v1/reports')
  assert.equal(leads.href, 'https://a.example/under/a/path/en/reported/')
  const wrong = await fetch(url, { method: 'POST', body: new URLSearchParams({ service: 'x', lang: 'bn' }) })
  assert.deepEqual([wrong.status, await wrong.text()], [400, '<p lang="bn">wrong'])
})

test('a gateway tells people, networks and times apart; others’ tokens are refused', async () => {
  const at = clock.now() - 10 * 60_000
  const reports = [
    { service: 'facebook', reporter: 'x', network: 'n1', at },
    { service: 'facebook', reporter: 'y', network: 'n1' },
    { service: 'facebook', reporter: 'x', network: 'n2', at },
    { service: 'facebook', reporter: 'z', at: clock.now() - 16 * 60_000 },
  ]
  assert.equal((await post({ reports }, { authorization: 'Bearer looks' })).status, 401)
  const before = await log.lastSeq()
  const answer = await post({ reports }, { authorization: 'Bearer passes-on' })
  const { refused, ...counts } = (await answer.json()) as { refused: { index: number; code: string }[] }
  assert.deepEqual(counts, { taken: 2, again: 1 })
  assert.deepEqual(
    refused.map(({ index, code }) => [index, code]),
    [[3, 'too-old']],
  )
  const kept = (await log.after(before, 10)).flatMap(block => block.reports)
  assert.deepEqual(
    kept.map(each => [each.gateway, each.at]),
    [
      ['helpdesk', at],
      ['helpdesk', clock.now()],
    ],
  )
  assert.equal(kept[0]?.network, kept[1]?.network)
})

test('another origin may post and read the answer', async () => {
  const asked = await fetch(url, { method: 'OPTIONS', headers: { origin: 'https://copy.example' } })
  assert.equal(asked.status, 204)
  assert.match(asked.headers.get('access-control-allow-headers') ?? '', /content-type/)
  assert.equal((await post({ service: 'jio' })).headers.get('access-control-allow-origin'), '*')
})

test('other methods and types are refused in words, before a body is read', async () => {
  const get = await fetch(url)
  assert.deepEqual([get.status, get.headers.get('allow')], [405, 'POST, OPTIONS'])
  assert.match(await told('x', { 'content-type': 'text/plain' }), /^415 unknown-content-type/)
  assert.match(await told('x', { 'content-encoding': 'gzip' }), /^415 unknown-encoding/)
})

test('a network that sends much is asked for proof, and counts with it; one that sends too much waits', async () => {
  const from = (n: number) => ({ 'x-forwarded-for': '192.0.2.77', 'user-agent': `phone ${n}` })
  for (let n = 0; n < 20; n++) await post({ service: 'jio' }, from(n))
  const asked = await (await post({ service: 'jio' }, from(20))).json()
  assert.equal((await newest()).proved, false)
  const { challenge } = (asked as { proof: { challenge: Parameters<typeof solveChallenge>[0]['challenge'] } })
    .proof
  const solution = await solveChallenge({ challenge, deriveKey })
  const proof = Buffer.from(JSON.stringify({ challenge, solution })).toString('base64')
  const proved = await (await post({ service: 'jio', proof }, from(20))).json()
  assert.deepEqual(proved, { taken: 1, again: 0, refused: [] })
  assert.equal((await newest()).proved, true)
  await post({ service: 'jio', proof }, from(21))
  assert.equal((await newest()).proved, false, 'a proof is good once')
  let answer = await post({ service: 'jio' }, from(22))
  for (let n = 23; answer.status === 202; n++) answer = await post({ service: 'jio' }, from(n))
  assert.equal(answer.status, 429)
  assert.match(answer.headers.get('retry-after') ?? '', /^[12]$/)
  assert.deepEqual([...intake.drainRefused()], [['jio', 1]])
  assert.deepEqual([...intake.drainRefused()], [])
  assert.equal((await post({ service: 'jio' }, { 'x-forwarded-for': '192.0.3.77' })).status, 202)
})

test('nobody’s address or user agent is written or logged anywhere', async () => {
  await post({ service: 'jio' }, { 'x-forwarded-for': '198.18.19.20', 'user-agent': 'Unmistakable/1.0' })
  const written = readdirSync(folder).map(name => readFileSync(join(folder, name), 'latin1'))
  for (const text of [...written, ...logged]) assert.doesNotMatch(text, /198\.18\.19|Unmistakable/)
})

async function newest(): Promise<KeptReport> {
  const reports = (await log.after(0, 1_000_000)).flatMap(block => block.reports)
  const last = reports.at(-1)
  assert.ok(last !== undefined)
  return last
}

async function told(body: unknown, headers: Record<string, string> = {}): Promise<string> {
  const answer = await post(body, { 'x-forwarded-for': '203.0.114.1', ...headers })
  const { error } = (await answer.json()) as { error: { code: string; message: string; todo: string } }
  passed += 10_000
  return `${answer.status} ${error.code} ${error.message} ${error.todo}`
}

function post(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

function service(id: string, category: string, components: string[]): Service {
  return {
    id,
    names: { en: id },
    operator: id,
    timeZone: 'Asia/Kolkata',
    homepage: `https://${id}.example/`,
    category,
    official: [],
    components: components.map(id => ({
      id,
      names: { en: id },
      role: 'app',
      needs: 'all',
      targets: ['tcp:x'],
      foundations: [],
    })),
  }
}
