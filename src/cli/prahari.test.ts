import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { vantageClient } from '../watch/vantage-client.ts'

const bin = fileURLToPath(new URL('../../bin/prahari', import.meta.url))
const root = mkdtempSync(join(tmpdir(), 'prahari-cli-'))
after(() => rmSync(root, { recursive: true }))
let folders = 0
const newFolder = () => join(root, `data-${folders++}`)

test('--help lists the commands, and the flags of one with their variables', async () => {
  const all = await run(['--help'])
  assert.equal(all.status, 0)
  assert.match(all.out, /serve .*\n.*agent |serve /)
  const { out } = await run(['serve', '--help'])
  assert.match(out, /--port=<number> .*PRAHARI_PORT/)
  assert.doesNotMatch(out, /--vantage-tokens/, 'a secret has no flag')
})

test('a mistake on the command line is three lines without a stack, names the nearest, and exits 2', async () => {
  const cases: [string[], RegExp][] = [
    [['serv'], /no command serv\n.*did you mean serve\?.*\n.*\(unknown-command\)\n$/],
    [['serve', '--prot', '1'], /no --prot\n.*did you mean --port\?\n.*\(unknown-flag\)\n$/],
    [['serve', '--port'], /--port needs a value\n.*\n.*\(flag-without-value\)\n$/],
    [['serve', '--port', 'x'], /--port: "x": a whole number.*\n.*\n.*\(bad-setting\)\n$/],
    [['replay'], /RECORD\n.*\n.*\(bad-arguments\)\n$/],
    [['replay', 'a', 'b'], /"b" is one argument too many\n/],
    [['replay', join(root, 'none')], /none.*\n.*\n.*\(cannot-read\)\n$/],
    [['record', 'export', '--data', join(root, 'none')], /no record in .*\n.*\n.*\(no-record\)\n$/],
  ]
  for (const [args, expected] of cases) {
    const { status, err } = await run(args)
    assert.match(err, expected)
    assert.equal(status, 2, args.join(' '))
    assert.equal(err.trimEnd().split('\n').length, 3)
  }
})

test('catalogue check tells each mistake by file and line, counts the rest, and exits 1', async () => {
  const folder = newFolder()
  mkdirSync(folder)
  const file = join(folder, 'facebook.yaml')
  writeFileSync(file, 'service: facebook\nname: { en: Facebook }\noprator: Meta\n')
  const shipped = await run(['catalogue', 'check'])
  assert.equal(shipped.status, 0)
  assert.match(shipped.out, /^\d+ services, \d+ components, \d+ targets, \d+ controls: \d+ looks a minute/)
  const broken = await run(['catalogue', 'check', 'shipped', folder])
  assert.equal(broken.status, 1)
  const [first = ''] = broken.out.split('\n')
  assert.ok(first.startsWith(`${file}:`), first)
  assert.match(broken.out, /:3:\d+: .*oprator/)
  assert.ok(broken.out.includes(shipped.out), 'the built-in file of the service stays in force')
  const told = JSON.parse((await run(['catalogue', 'check', folder, '--json'])).out)
  assert.equal(told.services, 0)
  assert.equal(told.problems[0].file, file)
})

test('the script works through a symbolic link, and says what to do before the packages are there', async () => {
  const link = join(root, 'linked')
  symlinkSync(bin, link)
  assert.equal((await run(['--help'], {}, link)).status, 0)
  const bare = join(root, 'clone')
  mkdirSync(join(bare, 'bin'), { recursive: true })
  const copy = join(bare, 'bin', 'prahari')
  writeFileSync(copy, readFileSync(bin), { mode: 0o755 })
  const { status, err } = await run([], {}, copy)
  assert.equal(status, 2)
  assert.match(err, new RegExp(`run \`npm ci\` in ${bare} first`))
})

test('serve tells where it is in one line, serves the page, and stops in peace', async () => {
  const data = newFolder()
  const quiet = ['--observe', 'false', '--statements', 'false']
  const server = spawn(bin, ['serve', '--port', '0', '--data', data, ...quiet], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface({ input: server.stdout }), 'line')) as [string]
  const [, url = ''] = /^prahari serve: (http:\/\/127\.0\.0\.1:\d+\/) \(data in .*\)$/.exec(line) ?? []
  assert.ok(line.endsWith(`(data in ${data})`))
  const page = await fetch(url)
  assert.equal(page.status, 200)
  assert.match(await page.text(), /^<!doctype html>/i)
  const token = (await run(['token', 'kolkata-1', '--data', data])).out.trim()
  const agent = vantageClient({ observatory: url, token, kinds: [] })
  const seen = { kind: 'vantage_point', id: 'p1', at: 1, vantagePoint: { id: 'kolkata-1' } } as const
  const { signal } = new AbortController()
  assert.equal((await agent.catalogue(signal)).outcome, 'new', 'a token works at once')
  assert.equal((await agent.send([seen], signal)).outcome, 'accepted')
  const second = await run(['serve', '--port', '0', '--data', data])
  assert.match(second.err, /data-folder-in-use/)
  const exported = await run(['record', 'export', '--data', data])
  assert.match(exported.out, /^\{"v":1,"seq":1,.*"kind":"catalogue"/, 'the record can be read meanwhile')
  assert.match(exported.out, /"id":"p1"/)
  server.kill('SIGTERM')
  assert.deepEqual(await once(server, 'close'), [0, null])
})

test('a port that is taken is told with what to do', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as { port: number }
  const { status, err } = await run(['serve', '--port', String(port), '--data', newFolder()])
  taken.close()
  assert.equal(status, 2)
  assert.match(err, new RegExp(`port ${port} on 127.0.0.1 is taken .*\\n.*--port or PRAHARI_PORT`))
})

test('token prints a token once and keeps only its hash', async () => {
  const data = newFolder()
  const { out, status } = await run(['token', 'kolkata-1', '--data', data])
  assert.equal(status, 0)
  assert.match(out, /^[\w-]{43}\n$/)
  const kept = readFileSync(join(data, 'vantage-points.json'), 'utf8')
  assert.match(kept, /"kolkata-1"/)
  assert.ok(!kept.includes(out.trim()))
  assert.match((await run(['token', 'Kolkata 1', '--data', data])).err, /bad-vantage-id/)
})

test('replay reads plain and packed records alike and names a bad line', async () => {
  const seen = { kind: 'vantage_point', id: 'p', at: 1, vantagePoint: { id: 'here' } }
  const lines = [
    { v: 1, seq: 1, received: 1000, evidence: seen },
    { v: 1, seq: 2, received: 2000, evidence: { kind: 'tick', id: 't', at: 2 } },
  ].map(each => JSON.stringify(each))
  const text = `${lines.join('\n')}\n`
  const write = (name: string, bytes: string | Uint8Array) => {
    writeFileSync(join(root, name), bytes)
    return join(root, name)
  }
  const plain = await run(['replay', '--json', write('a.ndjson', text)])
  assert.equal(plain.err, '')
  assert.match(plain.out, /^\{"kind":"vantage",.*"here"/)
  assert.equal((await run(['replay', '--json', write('a.ndjson.gz', gzipSync(text))])).out, plain.out)
  assert.equal(
    (await run(['replay', '--json', write('a.ndjson.zst', zstdCompressSync(text))])).out,
    plain.out,
  )
  const until = ['--until', '1970-01-01T00:00:00Z']
  assert.equal((await run(['replay', join(root, 'a.ndjson'), ...until])).out, '')
  const bad = await run(['replay', write('bad.ndjson', `${lines[0]}\n{"v":1,"seq":"x"}\n`)])
  assert.match(bad.err, /bad\.ndjson:2: seq: .*number/)
})

async function run(args: string[], env: Record<string, string> = {}, command = bin) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  let out = ''
  let err = ''
  child.stdout.on('data', chunk => {
    out += chunk
  })
  child.stderr.on('data', chunk => {
    err += chunk
  })
  const [status] = (await once(child, 'close')) as [number]
  return { status, out, err }
}
