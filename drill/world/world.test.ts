import assert from 'node:assert/strict'
import { test } from 'node:test'
import { whyNot } from '../preflight.ts'
import { namespacesOf } from './namespaces.ts'
import { sites } from './plan.ts'
import { startWorld } from './world.ts'

const dnsPrefixes = sites.find(({ id }) => id === 'facebook-dns')?.prefixes ?? []

/** What the route feed says of an address to who subscribes now, by prefix and peer. */
const listen = `
const socket = new WebSocket(process.argv[1])
socket.onopen = () => socket.send(JSON.stringify({ type: 'ris_subscribe', data: { prefix: process.argv[2] } }))
socket.onmessage = ({ data }) => {
  const { peer_asn, announcements = [] } = JSON.parse(data).data
  for (const { prefixes } of announcements) console.log(prefixes[0] + ' AS' + peer_asn)
}
setTimeout(() => process.exit(), 700)
`

const skip = whyNot()?.what ?? false

test('the internet answers, loses only what is withdrawn, and leaves nothing behind', { skip }, async () => {
  const prefix = `prh${process.pid}`
  const world = await startWorld(prefix)
  try {
    const ask = (server: string) =>
      world
        .at('kolkata', 'kdig', [`@${server}`, '+short', '+timeout=1', '+retry=0', 'www.facebook.com'])
        .catch(() => '')
    assert.match(await ask('129.134.30.12'), /157\.240\.1\.35/)
    const feed = async () => {
      const args = ['-e', listen, world.routeFeed, '129.134.30.12/32']
      const said = await world.at('observatory', process.execPath, args)
      return said.trim().split('\n').sort()
    }
    const seenByAll = (prefix: string) => ['AS1299', 'AS3356', 'AS6762'].map(as => `${prefix} ${as}`)
    const held = ['129.134.0.0/17', '129.134.30.0/23', '129.134.30.0/24']
    assert.deepEqual(await feed(), held.flatMap(seenByAll))
    await world.routers.get('facebook-dns')?.withdraw(dnsPrefixes)
    await new Promise(resolve => setTimeout(resolve, 1_000))
    assert.deepEqual(await feed(), seenByAll('129.134.0.0/17'))
    const routes = await world.at('kolkata', 'ip', ['route'])
    assert.deepEqual(routes.match(/^(129|185)\.\S+/gm), ['129.134.0.0/17'])
    assert.equal(await ask('129.134.30.12'), '', 'the /17 leads into silence')
  } finally {
    await world.stop()
  }
  assert.deepEqual(await namespacesOf(prefix), [])
})
