import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { UserError } from '../src/base/user-error.ts'
import { readScenario } from './read-scenario.ts'
import { schedule } from './scenario.ts'

const frame = (action: string, expectation = 'incidents: 0') =>
  `name: A try\ndescription: For a test\nduration: 60s\nactions:\n  - ${action}\nexpect: { ${expectation} }\n`

async function read(context: TestContext, text: string) {
  const folder = await mkdtemp(join(tmpdir(), 'prahari-scenario-'))
  context.after(() => rm(folder, { recursive: true }))
  const path = join(folder, 'try.yaml')
  await writeFile(path, text)
  return readScenario(path)
}

async function refusal(context: TestContext, text: string): Promise<string> {
  try {
    await read(context, text)
  } catch (error) {
    assert.ok(error instanceof UserError)
    return error.message
  }
  assert.fail('it was accepted')
}

test('every shipped scenario can be read', async () => {
  const folder = join(import.meta.dirname, 'scenarios')
  for (const name of await readdir(folder)) await readScenario(join(folder, name))
})

test('an unknown action is refused by its name, its line and the list of known ones', async context => {
  const message = await refusal(context, frame('{ at: 1s, do: explode, of: x }'))
  assert.match(message, /try\.yaml:5: .*"explode" is no action; known are: withdraw, announce, .*flap/)
})

test('an unknown key of an action is refused by its name and line', async context => {
  assert.match(await refusal(context, frame('{ at: 1s, do: stop, of: x, colour: red }')), /:5: .*colour/)
})

test('an unknown server is refused with those that there are', async context => {
  assert.match(
    await refusal(context, frame('{ at: 1s, do: stop, of: nobody }')),
    /:5: .*whatsapp-chat|"nobody"/,
  )
})

test('what would do nothing is refused: a prefix or zone of another, a time after the end', async context => {
  const foreign = '{ at: 1s, do: withdraw, site: facebook-dns, prefixes: [157.240.0.0/16] }'
  assert.match(await refusal(context, frame(foreign)), /:5: .*"157.240.0.0\/16" is no prefix of facebook-dns/)
  const zone = '{ at: 1s, do: lame, server: ns.ripe.net, zone: x.com }'
  assert.match(await refusal(context, frame(zone)), /:5: .*"x.com" is no zone of ns.ripe.net; .*ripe.net/)
  assert.match(await refusal(context, frame('{ at: 61s, do: stop, of: x }')), /:5: actions.0.at: is after/)
})

test('what cannot be with names, routes and observers is refused with what can', async context => {
  const refused = async (action: string, words: RegExp) =>
    assert.match(await refusal(context, frame(action)), words)
  await refused(
    '{ at: 1s, do: dnssec, zone: x.com, state: expired }',
    /:5: .*"x.com" is no signed zone; .*slack\.com/,
  )
  await refused(
    '{ at: 1s, do: dnssec, zone: slack.com, server: ns1.slack.com, state: wrong-keys }',
    /:5: .*"wrong-keys" is no state of one server alone; known are: good, expired/,
  )
  await refused(
    '{ at: 1s, do: dnssec, zone: slack.com, server: a.ns.x.com, state: expired }',
    /:5: .*no name server of slack.com; known are: ns1.slack.com, ns2.slack.com/,
  )
  await refused(
    '{ at: 1s, do: records, zone: x.com, name: slack.com, state: removed }',
    /:5: .*"slack.com" is no name in x.com; known are: x.com, www.x.com, api.x.com/,
  )
  await refused('{ at: 1s, do: records, zone: x.com, name: x.com }', /:5: .*exactly one of address and state/)
  await refused(
    '{ at: 1s, do: serial, server: a.ns.x.com, zone: slack.com, state: stale }',
    /:5: .*"a.ns.x.com" is no name server of slack.com/,
  )
  await refused(
    '{ at: 1s, do: glue, zone: instagram.com, state: wrong }',
    /:5: .*no zone with glue; known are: facebook/,
  )
  await refused(
    '{ at: 1s, do: hijack, by: stranger, prefixes: [11.0.0.0/8] }',
    /:5: .*"11.0.0.0\/8" is within no prefix of another site; known are: 129\.134/,
  )
  await refused(
    '{ at: 1s, do: hijack, by: stranger, prefixes: [104.244.42.1/24, nonsense] }',
    /:5: .*"104.244.42.1\/24" is within no prefix.*\n.*"nonsense" is within no prefix/,
  )
  await refused(
    '{ at: 1s, do: hijack, by: kolkata, prefixes: [104.244.42.0/24], answered: web }',
    /:5: .*"kolkata" is no site with a web server; known are: /,
  )
  await refused(
    '{ at: 1s, do: kill, of: nobody }',
    /:5: .*"nobody" is no observer; known are: observatory, all, kolkata/,
  )
})

test('a flap that would never end is refused', async context => {
  const flap = (times: string) =>
    `{ at: 10s, do: flap, ${times}, actions: [{ at: 0s, do: stop, of: x }, { at: 5s, do: start, of: x }] }`
  assert.match(await refusal(context, frame(flap('every: 0s, until: 50s'))), /every: must be longer/)
  assert.match(await refusal(context, frame(flap('every: 10s, until: 5s'))), /until: must be later/)
})

test('a time that is none is refused', async context => {
  assert.match(await refusal(context, frame('{ at: soon, do: stop, of: x }')), /"soon" is no duration/)
})

test('an unknown expectation is refused', async context => {
  const text = frame('{ at: 1s, do: stop, of: x }', 'incidents: 0, weather: fine')
  assert.match(await refusal(context, text), /weather/)
})

test('a flap is written out round by round', async context => {
  const flap =
    '{ at: 10s, do: flap, every: 20s, until: 50s, actions: [{ at: 0s, do: stop, of: x }, { at: 10s, do: start, of: x }] }'
  const actions = schedule(await read(context, frame(flap)))
  assert.deepEqual(
    actions.map(({ at, do: verb }) => `${verb} ${at / 1000}`),
    ['stop 10', 'start 20', 'stop 30', 'start 40'],
  )
})
