import assert from 'node:assert/strict'
import { test } from 'node:test'
import { whyNot } from '../preflight.ts'
import { namespacesOf } from './namespaces.ts'
import { startWorld } from './world.ts'

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
    await world.routers
      .get('facebook-dns')
      ?.withdraw([
        '129.134.30.0/23',
        '129.134.30.0/24',
        '129.134.31.0/24',
        '185.89.218.0/23',
        '185.89.218.0/24',
        '185.89.219.0/24',
      ])
    await new Promise(resolve => setTimeout(resolve, 1_000))
    const routes = await world.at('kolkata', 'ip', ['route'])
    assert.deepEqual(routes.match(/^(129|185)\.\S+/gm), ['129.134.0.0/17'])
    assert.equal(await ask('129.134.30.12'), '', 'the /17 leads into silence')
  } finally {
    await world.stop()
  }
  assert.deepEqual(await namespacesOf(prefix), [])
})
