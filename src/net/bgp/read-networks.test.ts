import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { UserError } from '../../base/user-error.ts'
import { readNetworks } from './read-networks.ts'

const folder = mkdtempSync(join(tmpdir(), 'prahari-networks-'))
after(() => rmSync(folder, { recursive: true }))

function file(name: string, ...lines: string[]): string {
  const path = join(folder, name)
  const text = `${lines.join('\n')}\n`
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text)
  return path
}
const tabs = (...fields: (string | number)[]) => fields.join('\t')

describe('which network an address belongs to', () => {
  it('is told by the longest announced prefix that holds it, whatever the order of the file', async () => {
    const networks = await readNetworks(
      file(
        'routes.pfx2as.gz',
        '# a comment',
        tabs('129.134.0.0', 17, 32934),
        tabs('2a03:2880::', 32, 32934),
        tabs('129.134.30.0', 24, 64500),
        tabs('128.0.0.0', 2, 64501),
        tabs('2a03:2880:f12f::', 48, '64502_64503'),
      ),
    )
    assert.deepEqual(networks.of('129.134.30.12'), { prefix: '129.134.30.0/24', as: 64500 })
    assert.deepEqual(networks.of('129.134.31.12'), { prefix: '129.134.0.0/17', as: 32934 })
    assert.deepEqual(networks.of('129.134.128.1'), { prefix: '128.0.0.0/2', as: 64501 })
    assert.deepEqual(networks.of('2a03:2880:f12f:83::1'), { prefix: '2a03:2880:f12f::/48', as: 64502 })
    assert.deepEqual(networks.of('2a03:2880:1::1'), { prefix: '2a03:2880::/32', as: 32934 })
    for (const nobody of ['192.0.2.1', '127.255.255.255', '2a03:2881::1', 'example.org', '1.2.3'])
      assert.equal(networks.of(nobody), undefined)
  })

  it('is told by name from ranges, with the block that is routed on its own by custom as its prefix', async () => {
    const networks = await readNetworks(
      file(
        'ip2asn.tsv',
        tabs('1.0.0.0', '1.0.0.255', 13335, 'US', 'CLOUDFLARENET'),
        tabs('1.0.1.0', '1.0.3.255', 0, 'None', 'Not routed'),
        tabs('3.0.0.0', '3.255.255.255', 16509, 'US', 'AMAZON-02'),
        tabs('2600:9000::', '2600:9000:ffff:ffff:ffff:ffff:ffff:ffff', 16509, 'US', 'AMAZON-02'),
      ),
    )
    assert.deepEqual(networks.of('1.0.0.1'), { prefix: '1.0.0.0/24', as: 13335, name: 'CLOUDFLARENET' })
    assert.equal(networks.of('1.0.1.1'), undefined)
    assert.deepEqual(networks.of('3.5.7.9'), { prefix: '3.5.7.0/24', as: 16509, name: 'AMAZON-02' })
    assert.equal(networks.of('2600:9000:1:2::3')?.prefix, '2600:9000:1::/48')
  })

  it('reads names that stand in quotes, and keeps a great many apart', async () => {
    const many = Array.from(
      { length: 3000 },
      (_, n) =>
        `10.${n >> 8}.${n & 255}.0,10.${n >> 8}.${n & 255}.127,${n + 1},"Network ""${n}"", ${'é'.repeat(60)}"`,
    )
    const networks = await readNetworks(file('asn.csv', ...many))
    assert.equal(networks.size, 3000)
    const found = networks.of('10.11.183.1')
    assert.deepEqual([found?.prefix, found?.as], ['10.11.183.0/25', 3000])
    assert.equal(found?.name?.slice(0, 15), 'Network "2999",')
    assert.equal(found?.name?.length, 63)
  })
})

describe('a file of networks that cannot be read', () => {
  const refused = (path: string) =>
    readNetworks(path).then(
      () => assert.fail('it was read'),
      (error: unknown) => {
        assert.ok(error instanceof UserError)
        return [error.code, error.message.slice(folder.length + 1)]
      },
    )

  it('is told with its line', async () => {
    const good = tabs('1.0.0.0', 24, 13335)
    const bad = (line: string) => refused(file('bad', good, line))
    assert.deepEqual(await bad('nonsense'), ['bad-prefix-to-as', 'bad:2: "nonsense" is no network'])
    assert.match((await bad(tabs('1.0.0.0', 33, 5)))[1] ?? '', /^bad:2: .* is no range of addresses$/)
    assert.match((await bad(tabs('0.0.0.0', 0, 5)))[1] ?? '', /^bad:2: /)
    assert.match((await bad('1.0.0.9,1.0.0.1,5,X'))[1] ?? '', /^bad:2: /)
    assert.match((await bad('1.0.0.0,2001::,5,X'))[1] ?? '', /^bad:2: /)
    assert.match((await bad(tabs('1.0.0.0', 24, 'AS5')))[1] ?? '', /^bad:2: /)
  })

  it('is told where it is empty, not there or not whole', async () => {
    assert.deepEqual(await refused(file('empty', '')), [
      'bad-prefix-to-as',
      'empty: there is no network in it',
    ])
    assert.equal((await refused(join(folder, 'none')))[0], 'cannot-read')
    const torn = join(folder, 'torn.gz')
    writeFileSync(torn, gzipSync('1.0.0.0\t24\t13335\n').subarray(0, 20))
    assert.equal((await refused(torn))[0], 'cannot-read')
  })
})
