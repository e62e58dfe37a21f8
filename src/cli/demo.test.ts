import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { fine, type SimService, simulate } from '../../test/evidence/world.ts'
import { finding } from '../model/finding.ts'

const bin = fileURLToPath(new URL('../../bin/prahari', import.meta.url))
const root = mkdtempSync(join(tmpdir(), 'prahari-demo-test-'))
after(() => rmSync(root, { recursive: true }))

const start = Date.parse('2021-10-04T15:39:00Z')
const second = 1000
const services: SimService[] = [
  {
    id: 'facebook',
    components: ['website', 'photos'],
    nameServers: ['129.134.30.12'],
    address: '157.240.1.35',
  },
  { id: 'x', components: ['website'], nameServers: ['104.244.42.53'], address: '104.244.42.1' },
]
const record = join(root, 'night.ndjson.gz')
const vantagePoints = ['kolkata', 'frankfurt', 'saopaulo']
const records = simulate({
  services,
  vantagePoints,
  beside: vantagePoints.map(id => ({
    kind: 'vantage_point',
    id: `p-${id}`,
    at: start,
    vantagePoint: { id },
  })),
  start,
  lasts: 180 * second,
  every: 5 * second,
  behaviour: (target, _, at) =>
    target.startsWith('https:facebook/') && at > start + 40 * second && at < start + 90 * second
      ? { findings: [finding('server_error', { status: 503 })], ms: 90 }
      : fine,
})
writeFileSync(record, gzipSync(records.map(each => `${JSON.stringify(each)}\n`).join('')))

test('a record is told line by line in plain words, summed up, and nothing of it is left', async () => {
  const temporary = mkdtempSync(join(root, 'tmp-'))
  const { out, err, status } = await run(['--record', record, '--speed', '60', '--once'], temporary)
  assert.equal(err, '')
  assert.equal(status, 0)
  assert.match(out, /^prahari demo: http:\/\/127\.0\.0\.1:\d+\/\n/)
  const inOrder = [/well\n/, /It begins: facebook/, /facebook is down\n/, /Features back/, /Over: /]
  const places = inOrder.map(pattern => out.search(pattern))
  assert.ok(!places.includes(-1), out)
  assert.deepEqual(
    places,
    [...places].sort((a, b) => a - b),
    out,
  )
  assert.match(
    out,
    /\nfacebook was down\n.*facebook: the servers answer with error 503.*\n {2}facebook: \d+ (seconds|minute)/,
  )
  assert.doesNotMatch(out, /\bx (is|was) /)
  assert.deepEqual(readdirSync(temporary), [])
})

test('the page changes while the record runs, in the time of today, and is served until Ctrl-C', async () => {
  const child = spawn(bin, ['demo', '--port', '0', '--record', record, '--speed', '60'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  after(() => child.kill('SIGKILL'))
  const lines = createInterface({ input: child.stdout })
  const [first] = (await once(lines, 'line')) as [string]
  const url = first.replace('prahari demo: ', '')
  const headlines = new Set<string>()
  let ended = false
  lines.on('line', line => {
    ended ||= line.startsWith('The record has ended.')
  })
  let news: Response | undefined
  while (!ended) {
    const page = await fetch(`${url}en/text/`)
    if (page.ok) headlines.add(/<h1[^>]*>(.*?)<\/h1>/s.exec(await page.text())?.[1] ?? 'none')
    news = await fetch(`${url}api/v1/status.json`)
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  assert.ok(headlines.size >= 2, [...headlines].join(' | '))
  assert.equal(news?.headers.get('refresh'), '1')
  const { generated } = (await news.json()) as { generated: string }
  assert.ok(Math.abs(Date.parse(generated) - Date.now()) < 300 * second)
  child.kill('SIGINT')
  assert.deepEqual(await once(child, 'close'), [0, null])
})

test('a speed that is none, and a record that says nothing of what was watched, are told', async () => {
  const bare = join(root, 'bare.ndjson')
  writeFileSync(bare, '{"v":1,"seq":1,"received":1,"evidence":{"kind":"tick","id":"t","at":1}}\n')
  assert.match((await run(['--speed', 'fast'], root)).err, /"fast" is no number .*\n.*\n.*\(bad-speed\)/)
  assert.match((await run(['--record', bare], root)).err, /\(record-without-catalogue\)/)
})

async function run(args: readonly string[], temporary: string) {
  const child = spawn(bin, ['demo', '--port', '0', ...args], { env: { ...process.env, TMPDIR: temporary } })
  let out = ''
  let err = ''
  child.stdout.on('data', text => {
    out += text
  })
  child.stderr.on('data', text => {
    err += text
  })
  const [status] = (await once(child, 'close')) as [number | null]
  return { out, err, status }
}
