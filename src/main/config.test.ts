import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { UserError } from '../base/user-error.ts'
import { readConfig } from './config.ts'

const folder = mkdtempSync(join(tmpdir(), 'prahari-config-'))
after(() => rmSync(folder, { recursive: true }))

test('nothing needs to be set', () => {
  const config = readConfig({}, { HOME: '/root' })
  assert.equal(config.data, './prahari-data')
  assert.equal(config.port, 8080)
  assert.deepEqual(config.catalogue, ['shipped'])
  assert.deepEqual(config.resolvers, [])
  assert.equal(config.routeFeed, undefined)
  assert.equal(config.retention, 30 * 86_400_000)
})

test('a flag goes before the environment', () => {
  assert.equal(readConfig({ port: '1' }, { PRAHARI_PORT: '2' }).port, 1)
  assert.equal(readConfig({}, { PRAHARI_PORT: '2' }).port, 2)
})

test('a secret is read from a file where its name ends in _FILE', () => {
  const path = join(folder, 'token')
  writeFileSync(path, 'hush\n')
  assert.equal(readConfig({}, { PRAHARI_TOKEN_FILE: path }).token, 'hush')
  refused({ PRAHARI_TOKEN_FILE: join(folder, 'none') }, 'secret-file-unreadable', /PRAHARI_TOKEN_FILE/)
})

test('a variable that is no setting is refused with the nearest that is one', () => {
  const error = refused({ PRAHARI_PROT: '1' }, 'unknown-setting', /PRAHARI_PROT/)
  assert.match(error.todo, /did you mean PRAHARI_PORT\?/)
})

test('a value of the wrong form is refused with where it was written and what is needed', () => {
  refused({ PRAHARI_PORT: 'http' }, 'bad-setting', /PRAHARI_PORT: "http": a whole number/)
  refused({ PRAHARI_TICK: 'soon' }, 'bad-setting', /PRAHARI_TICK: "soon": a duration/)
  refused({ PRAHARI_VANTAGE_ID: 'Kolkata 1' }, 'bad-setting', /kolkata-1/)
})

function refused(env: Record<string, string>, code: string, message: RegExp): UserError {
  try {
    readConfig({}, env)
  } catch (error) {
    assert.ok(error instanceof UserError)
    assert.equal(error.code, code)
    assert.match(error.message, message)
    return error
  }
  return assert.fail('it was accepted')
}
