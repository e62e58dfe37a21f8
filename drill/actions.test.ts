import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { act } from './actions.ts'
import { whyNot } from './preflight.ts'
import { Scenario, schedule } from './scenario.ts'
import { startWorld, type World } from './world/world.ts'

const skip = whyNot()?.what ?? false

describe('what a scenario does to the world is seen from a vantage point', { skip }, () => {
  let world: World
  before(async () => {
    world = await startWorld(`prh${process.pid}`)
  })
  after(() => world.stop())

  /** Acts as a scenario would, through its schema. */
  async function acted(action: object): Promise<void> {
    const frame = { name: 'A try', description: 'For a test', duration: '1s', expect: { incidents: 0 } }
    const scenario = Scenario.parse({ ...frame, actions: [{ at: '0s', ...action }] })
    for (const each of schedule(scenario)) await act(world, each)
  }

  /** The output of a command at Kolkata, or how it failed. */
  async function seen(command: string, ...args: string[]): Promise<string> {
    return world.at('kolkata', command, args).catch(({ code, stdout }) => `exit ${code} ${stdout}`)
  }

  const asked = (server: string, ...words: string[]) =>
    seen('kdig', `@${server}`, '+timeout=1', '+retry=0', '+norecurse', ...words)
  const got = (url: string, seconds = 1) =>
    seen(
      'curl',
      '-sS',
      '-o',
      '/dev/null',
      '-w',
      '%{http_code}',
      '-m',
      String(seconds),
      '--cacert',
      world.caFile,
      url,
      '--resolve',
      '*:443:104.244.42.1',
    )

  async function eventually(look: () => Promise<string>, expected: RegExp): Promise<void> {
    let last = ''
    for (let n = 0; n < 100; n++) {
      last = await look()
      if (expected.test(last)) return
      await new Promise(resolve => setTimeout(resolve, 100))
    }
    assert.match(last, expected)
  }

  const x = () => got('https://x.com/')
  const api = () => got('https://api.x.com/')

  test('answer and slow change one feature, restore and normal bring it back', async () => {
    await acted({ do: 'answer', of: 'x/api', status: 503 })
    await eventually(api, /^503$/)
    assert.equal(await x(), '200')
    await acted({ do: 'restore', of: 'x' })
    await eventually(api, /^200$/)
    await acted({ do: 'slow', of: 'x/api', delay: '3s' })
    await eventually(api, /^exit 28 /)
    await acted({ do: 'normal', of: 'x/api' })
    await eventually(api, /^200$/)
  })

  for (const state of ['expired', 'wrong-name', 'self-signed']) {
    test(`a certificate that is ${state} is refused, a good one taken`, async () => {
      await acted({ do: 'certificate', of: 'x', state })
      await eventually(x, /^exit 60 /)
      await acted({ do: 'certificate', of: 'x', state: 'good' })
      await eventually(x, /^200$/)
    })
  }

  test('a stopped server refuses, a frozen one is silent', async () => {
    await acted({ do: 'stop', of: 'x' })
    await eventually(x, /^exit 7 /)
    await acted({ do: 'start', of: 'x' })
    await eventually(x, /^200$/)
    await acted({ do: 'freeze', of: 'x' })
    await eventually(x, /^exit 28 /)
    await acted({ do: 'thaw', of: 'x' })
    await eventually(x, /^200$/)
  })

  test('a lame name server refuses its zone, the others answer', async () => {
    const ask = (server: string) => () => asked(server, 'facebook.com')
    await acted({ do: 'lame', server: 'b.ns.facebook.com', zone: 'facebook.com' })
    await eventually(ask('129.134.31.12'), /status: REFUSED/)
    assert.match(await ask('129.134.30.12')(), /status: NOERROR/)
    await acted({ do: 'unlame', server: 'b.ns.facebook.com', zone: 'facebook.com' })
    await eventually(ask('129.134.31.12'), /status: NOERROR/)
  })

  test('a delegation can be removed, lead nowhere, and be good again', async () => {
    const ask = () => asked('192.5.6.30', 'x.com')
    await acted({ do: 'delegation', zone: 'x.com', state: 'removed' })
    await eventually(ask, /status: NXDOMAIN/)
    await acted({ do: 'delegation', zone: 'x.com', state: 'broken' })
    await eventually(ask, /NS\s+gone1\.x\.com/)
    await acted({ do: 'delegation', zone: 'x.com', state: 'good' })
    await eventually(ask, /NS\s+a\.ns\.x\.com/)
  })

  for (const state of ['expired', 'missing', 'wrong-keys']) {
    test(`whoever validates does not find a zone whose signatures are ${state}`, async () => {
      const ask = async () => {
        // Another name puts its key in the place of the one that is kept.
        await asked('1.1.1.1', '+recurse', 'www.ripe.net')
        return asked('1.1.1.1', '+recurse', 'slack.com')
      }
      await acted({ do: 'dnssec', zone: 'slack.com', state })
      await eventually(ask, /status: SERVFAIL/)
      await acted({ do: 'dnssec', zone: 'slack.com', state: 'good' })
      await eventually(ask, /status: NOERROR/)
    })
  }

  test('without denials a name is found and one that is not there cannot be denied', async () => {
    const ask = (name: string) => () => asked('1.1.1.1', '+recurse', name)
    await acted({ do: 'dnssec', zone: 'slack.com', state: 'no-denial' })
    await eventually(ask('nobody.slack.com'), /status: SERVFAIL/)
    await eventually(ask('slack.com'), /status: NOERROR/)
    await acted({ do: 'dnssec', zone: 'slack.com', state: 'good' })
    await eventually(ask('nobody.slack.com'), /status: NXDOMAIN/)
  })

  test('names lead elsewhere, and a server that keeps its serial does not hear of it', async () => {
    const ask = (server: string) => () => asked(server, '+short', 'api.x.com')
    await acted({ do: 'serial', server: 'b.ns.x.com', zone: 'x.com', state: 'stale' })
    await acted({ do: 'records', zone: 'x.com', name: 'api.x.com', address: '93.184.216.34' })
    await eventually(ask('104.244.42.53'), /^93\.184\.216\.34$/m)
    assert.match(await ask('104.244.42.54')(), /^104\.244\.42\.1$/m)
    await acted({ do: 'serial', server: 'b.ns.x.com', zone: 'x.com', state: 'good' })
    await eventually(ask('104.244.42.54'), /^93\.184\.216\.34$/m)
    await acted({ do: 'records', zone: 'x.com', name: 'api.x.com', state: 'good' })
    await eventually(ask('104.244.42.53'), /^104\.244\.42\.1$/m)
  })

  test('a registry keeps old glue, and a zone names its servers otherwise', async () => {
    const glue = () => asked('192.5.6.30', 'x.com')
    await acted({ do: 'glue', zone: 'x.com', server: 'b.ns.x.com', state: 'wrong' })
    await eventually(glue, /b\.ns\.x\.com\.\s+\d+\s+IN\s+A\s+198\.51\.100\.53/)
    assert.match(await glue(), /a\.ns\.x\.com\.\s+\d+\s+IN\s+A\s+104\.244\.42\.53/)
    await acted({ do: 'glue', zone: 'x.com', state: 'good' })
    await eventually(glue, /b\.ns\.x\.com\.\s+\d+\s+IN\s+A\s+104\.244\.42\.54/)
    const named = () => asked('104.244.42.53', '+short', 'NS', 'x.com')
    await acted({ do: 'ns-set', zone: 'x.com', state: 'differs' })
    await eventually(named, /^ns-new\.x\.com\.$/m)
    await acted({ do: 'ns-set', zone: 'x.com', state: 'good' })
    await eventually(named, /^b\.ns\.x\.com\.$/m)
  })

  test('a name server can do without TCP, or lose what has EDNS', async () => {
    const ask = (word: string) => () => asked('104.244.42.53', word, 'x.com')
    await acted({ do: 'tcp53', server: 'a.ns.x.com', state: 'refused' })
    await eventually(ask('+tcp'), /^exit 1/)
    await acted({ do: 'edns', server: 'a.ns.x.com', state: 'dropped' })
    await eventually(ask('+edns'), /^exit 1/)
    assert.match(await ask('+noedns')(), /status: NOERROR/)
    await acted({ do: 'tcp53', server: 'a.ns.x.com', state: 'good' })
    await acted({ do: 'edns', server: 'a.ns.x.com', state: 'good' })
    await eventually(ask('+tcp'), /status: NOERROR/)
    await eventually(ask('+edns'), /status: NOERROR/)
  })

  test('who hijacks a prefix gets its packets until he releases it', async () => {
    await acted({ do: 'hijack', by: 'stranger', prefixes: ['104.244.42.1/32'] })
    await eventually(x, /^exit 28 /)
    await acted({ do: 'hijack', by: 'stranger', prefixes: ['104.244.42.1/32'], answered: 'web' })
    await eventually(x, /^exit 60 /)
    await acted({ do: 'release', by: 'stranger' })
    await eventually(x, /^200$/)
  })

  test('what is withdrawn stays so when the site begins or ends a hijack', async () => {
    await acted({ do: 'withdraw', site: 'x-network' })
    await acted({ do: 'hijack', by: 'x-network', prefixes: ['78.31.8.104/32'] })
    await acted({ do: 'release', by: 'x-network' })
    await new Promise(resolve => setTimeout(resolve, 1_000))
    assert.match(await x(), /^exit (7|28) /)
    await acted({ do: 'announce', site: 'x-network' })
    await eventually(x, /^200$/)
  })

  test('a front end without HTTP/2 serves, one whose HTTP/2 is broken serves HTTP/1.1 alone', async () => {
    await acted({ do: 'protocol', of: 'x', state: 'http2-broken' })
    await eventually(x, /^exit 16 /)
    await acted({ do: 'protocol', of: 'x', state: 'http1-only' })
    await eventually(x, /^200$/)
    await acted({ do: 'protocol', of: 'x', state: 'good' })
    await eventually(x, /^200$/)
  })

  test('a page can lead elsewhere, and a middlebox to a page that says so', async () => {
    await acted({ do: 'answer', of: 'x/website', location: '/login' })
    await eventually(x, /^302$/)
    await acted({ do: 'restore', of: 'x' })
    await eventually(x, /^200$/)
    await acted({ do: 'block', in: 'kolkata', names: 'x.com', by: 'page' })
    await eventually(() => asked('1.1.1.1', '+recurse', '+short', 'x.com'), /^13\.127\.247\.216$/m)
    assert.match(await seen('curl', '-s', '-m', '2', 'http://13.127.247.216/'), /has been blocked/)
    await acted({ do: 'unblock', in: 'kolkata' })
    await eventually(() => asked('1.1.1.1', '+recurse', '+short', 'x.com'), /^104\.244\.42\.1$/m)
  })

  test('a resolver can answer SERVFAIL while the other one goes on', async () => {
    const ask = (server: string) => () => asked(server, '+recurse', 'x.com')
    await acted({ do: 'resolver', of: '1.1.1.1', state: 'servfail' })
    await eventually(ask('1.1.1.1'), /status: SERVFAIL/)
    assert.match(await ask('8.8.8.8')(), /status: NOERROR/)
    await acted({ do: 'resolver', of: '1.1.1.1', state: 'good' })
    await eventually(ask('1.1.1.1'), /status: NOERROR/)
  })

  test('a cut vantage point reaches nothing until it is joined, a lossy site loses', async () => {
    await acted({ do: 'cut', of: 'kolkata' })
    assert.match(await x(), /^exit (7|28) /)
    await acted({ do: 'join', of: 'kolkata' })
    await eventually(x, /^200$/)
    await acted({ do: 'loss', site: 'x-network', percent: 100 })
    assert.match(await x(), /^exit 28 /)
    await acted({ do: 'loss', site: 'x-network', percent: 0 })
    await eventually(x, /^200$/)
  })
})
