import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Routes } from './routes.ts'

const start = Date.UTC(2021, 9, 4, 15, 40)
const address = '129.134.30.12'
const prefix = '129.134.30.0/24'

/** A table that hears a connected feed; `say` is one peer's word, at seconds after the start. */
function table() {
  const routes = new Routes()
  let made = 0
  const feed = (state: 'connected' | 'lost', at = 0) =>
    routes.hearFeed({ kind: 'route_feed', id: `f${made++}`, at: start + at, collector: 'rrc', state })
  const say = (at: number, peer: number, path: number[] | undefined, of = prefix) =>
    routes.hear({
      kind: 'route',
      id: `r${made++}`,
      at: start + at * 1000,
      collector: 'rrc',
      peer: `10.0.0.${peer}`,
      peerAs: peer,
      prefix: of,
      ...(path === undefined ? {} : { path }),
    })
  const down = (peer: number) =>
    routes.hearPeer({
      kind: 'route_peer',
      id: `p${made++}`,
      at: start,
      collector: 'rrc',
      peer: `10.0.0.${peer}`,
      state: 'down',
    })
  feed('connected')
  return { routes, say, feed, down }
}

const peers = (n: number) => Array.from({ length: n }, (_, index) => index + 1)

describe('the state of routes', () => {
  it('says from how many of the peers a prefix is visible, when it went and when it is back', () => {
    const { routes, say } = table()
    for (const peer of peers(10)) say(0, peer, [peer, 32934])
    for (const peer of peers(9)) say(60 + peer, peer, undefined)
    assert.deepEqual(
      [routes.view(address)?.visible, routes.view(address)?.peers, routes.view(address)?.withdrawn],
      [1, 10, true],
    )
    for (const peer of peers(9)) say(120 + peer, peer, [peer, 32934])
    const view = routes.view(address)
    assert.equal(view?.withdrawn, false)
    assert.equal(
      view?.backAt,
      start + 125_000,
      'back with more than half of them, not with the first or last',
    )
  })

  it('begun in the middle, believes a withdrawal of what nobody heard announced only from many', () => {
    const { routes, say } = table()
    for (const peer of peers(3)) say(0, peer, undefined)
    assert.equal(routes.view(address)?.withdrawn, false)
    for (const peer of peers(40)) say(1, peer, undefined)
    assert.deepEqual([routes.view(address)?.visible, routes.view(address)?.peers], [0, 40])
    assert.equal(routes.view(address)?.withdrawn, true)
    for (const peer of peers(40)) say(2, peer, [peer, 32934])
    assert.deepEqual([routes.view(address)?.visible, routes.view(address)?.withdrawn], [40, false])
  })

  it('names the covering prefix that is left', () => {
    const { routes, say } = table()
    for (const peer of peers(4)) {
      say(0, peer, [peer, 32934])
      say(0, peer, [peer, 32934], '129.134.0.0/17')
      say(1, peer, undefined)
    }
    assert.equal(routes.view(address)?.covering, '129.134.0.0/17')
  })

  it('takes no word from a feed that is lost, and does not believe old withdrawals after a gap', () => {
    const { routes, say, feed } = table()
    for (const peer of peers(10)) say(0, peer, [peer, 32934])
    for (const peer of peers(10)) say(1, peer, undefined)
    feed('lost', 2)
    assert.equal(routes.view(address), undefined)
    feed('connected', 60)
    assert.equal(routes.view(address)?.withdrawn, false)
    assert.equal(routes.view(address)?.peers, 0)
  })

  it('leaves out a peer that its collector has lost', () => {
    const { routes, say, down } = table()
    for (const peer of peers(4)) say(0, peer, [peer, 32934])
    for (const peer of peers(2)) say(1, peer, undefined)
    for (const peer of peers(2)) down(peer)
    assert.deepEqual([routes.view(address)?.visible, routes.view(address)?.peers], [2, 2])
  })

  it('tells a hijack of the prefix, and is calm when it is over', () => {
    const { routes, say } = table()
    for (const peer of peers(4)) say(0, peer, [peer, 32934])
    assert.equal(say(100, 1, [1, 64666]), true)
    const [found] = routes.concerns([address])
    assert.equal(found?.code, 'route_origin_changed')
    assert.deepEqual([found?.args['from'], found?.args['to']], [['32934'], '64666'])
    assert.equal(say(200, 1, [1, 32934]), true)
    assert.deepEqual(routes.concerns([address]), [])
  })

  it('does not take an origin for a stranger that was there from the beginning', () => {
    const { routes, say } = table()
    for (const peer of peers(2)) say(0, peer, [peer, 32934])
    for (const peer of peers(4).slice(2)) say(1, peer, [peer, 63293])
    say(60, 1, [1, 63293])
    assert.deepEqual(routes.concerns([address]), [])
  })

  it('tells a more specific prefix that somebody else announces', () => {
    const { routes, say } = table()
    for (const peer of peers(4)) say(0, peer, [peer, 32934], '129.134.0.0/17')
    for (const peer of peers(4)) say(100, peer, [peer, 64666])
    const [found] = routes.concerns([address])
    assert.equal(found?.code, 'more_specific_announced')
    assert.equal(found?.args['covering'], '129.134.0.0/17')
    for (const peer of peers(4)) say(200, peer, undefined)
    assert.deepEqual(routes.concerns([address]), [])
  })

  it('tells a prefix that some have lost', () => {
    const { routes, say } = table()
    for (const peer of peers(10)) say(0, peer, [peer, 32934])
    for (const peer of peers(4)) say(60, peer, undefined)
    assert.deepEqual(
      routes.concerns([address]).map(({ code }) => code),
      ['routes_partly_withdrawn'],
    )
  })

  it('goes on from its state as if it had never stopped', () => {
    const { routes, say } = table()
    for (const peer of peers(4)) say(0, peer, [peer, 32934])
    say(100, 1, [1, 64666])
    const again = new Routes(JSON.parse(JSON.stringify(routes.state)))
    assert.deepEqual(again.view(address), routes.view(address))
    assert.deepEqual(again.concerns([address]), routes.concerns([address]))
  })
})
