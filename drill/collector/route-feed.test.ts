import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type TestContext, test } from 'node:test'
import { systemClock } from '../../src/base/clock.ts'
import { silentLog } from '../../src/base/log.ts'
import { seededRandom } from '../../src/base/random.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import { followRoutes } from '../../src/observe/route-feed.ts'
import { type Connection, webSocketServer } from './web-socket-server.ts'

interface Feed {
  readonly heard: string[]
  readonly evidence: Evidence[]
  readonly addresses: string[]
  say(data: object): void
  drop(): void
}

async function follow(context: TestContext, addresses: string[]): Promise<Feed> {
  const heard: string[] = []
  const evidence: Evidence[] = []
  const open = new Set<Connection>()
  const server = webSocketServer({
    opened: connection => open.add(connection),
    heard: (_, text) => heard.push(text),
    closed: connection => open.delete(connection),
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const bound = server.address()
  const stop = new AbortController()
  let made = 0
  const following = followRoutes({
    url: `ws://127.0.0.1:${typeof bound === 'object' ? bound?.port : 0}/v1/ws/`,
    collector: 'lab',
    addresses: () => addresses,
    clock: systemClock,
    random: seededRandom(1),
    newId: () => `r${made++}`,
    emit: records => evidence.push(...records),
    signal: stop.signal,
    log: silentLog,
  })
  context.after(async () => {
    stop.abort()
    await following
    for (const connection of open) connection.close()
    server.close()
  })
  const said = { timestamp: 1700000000.5, peer: '198.51.100.1', peer_asn: '64500' }
  return {
    heard,
    evidence,
    addresses,
    say: data => {
      const text = JSON.stringify({ type: 'ris_message', data: { ...said, ...data } })
      for (const connection of open) connection.send(text)
    },
    drop: () => {
      for (const connection of open) connection.close()
    },
  }
}

const subscriptions = ({ heard }: Feed) => heard.filter(text => text.includes('"prefix"'))

const announce = (prefix: string, path: number[]) => ({
  path,
  announcements: [{ next_hop: '198.51.100.1', prefixes: [prefix] }],
})

async function until(claim: () => boolean): Promise<void> {
  for (let n = 0; n < 300 && !claim(); n++) await new Promise(resolve => setTimeout(resolve, 20))
  assert.ok(claim(), claim.toString())
}

test('only a change of a peer and prefix that hold a followed address is a record', async context => {
  const feed = await follow(context, ['129.134.30.12'])
  await until(() => subscriptions(feed).length === 1)
  feed.say(announce('129.134.30.0/24', [64500, 32934]))
  feed.say(announce('129.134.30.0/24', [64500, 32934]))
  feed.say(announce('192.0.2.0/24', [64500, 64501]))
  feed.say({ withdrawals: ['129.134.30.0/24'] })
  feed.say({ withdrawals: ['129.134.30.0/24'] })
  feed.say(announce('129.134.0.0/17', [64500, 32934]))
  await until(() => feed.evidence.length === 4)
  const [health, ...routes] = feed.evidence
  assert.ok(health?.kind === 'route_feed' && health.state === 'connected')
  assert.deepEqual(
    routes.map(route => route.kind === 'route' && [route.prefix, route.path]),
    [
      ['129.134.30.0/24', [64500, 32934]],
      ['129.134.30.0/24', undefined],
      ['129.134.0.0/17', [64500, 32934]],
    ],
  )
})

test('an address that is added while it runs is subscribed to', async context => {
  const feed = await follow(context, ['129.134.30.12'])
  await until(() => subscriptions(feed).length === 1)
  feed.addresses.push('2001:db8::1')
  await until(() => subscriptions(feed).length === 2)
  assert.match(subscriptions(feed)[1] ?? '', /2001:db8::1\/128/)
})

test('a broken stream is told as lost and taken up again', async context => {
  const feed = await follow(context, ['129.134.30.12'])
  await until(() => subscriptions(feed).length === 1)
  feed.drop()
  await until(() => subscriptions(feed).length === 2)
  assert.deepEqual(
    feed.evidence.map(record => record.kind === 'route_feed' && record.state),
    ['connected', 'lost', 'connected'],
  )
})

test('an address on which nothing stands any more is followed no longer', async context => {
  const feed = await follow(context, ['129.134.30.12', '192.0.2.1'])
  await until(() => subscriptions(feed).length === 2)
  feed.addresses.pop()
  await until(() => subscriptions(feed).length === 3)
  assert.match(subscriptions(feed)[2] ?? '', /ris_unsubscribe.*192\.0\.2\.1/)
  feed.say(announce('192.0.2.0/24', [64500, 64501]))
  feed.say(announce('129.134.30.0/24', [64500, 32934]))
  await until(() => feed.evidence.length === 2)
})

test('a router that its collector loses takes its words with it, and may say them again', async context => {
  const feed = await follow(context, ['129.134.30.12'])
  await until(() => subscriptions(feed).length === 1)
  feed.say(announce('129.134.30.0/24', [64500, 32934]))
  feed.say({ type: 'RIS_PEER_STATE', state: 'down' })
  feed.say(announce('129.134.30.0/24', [64500, 32934]))
  await until(() => feed.evidence.length === 4)
  assert.deepEqual(
    feed.evidence.map(({ kind }) => kind),
    ['route_feed', 'route', 'route_peer', 'route'],
  )
})
