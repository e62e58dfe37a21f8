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
    for (let n = 0; n < 60; n++) {
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
