import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { nightView, phases } from '../../test/site/night.ts'
import { systemClock } from '../base/clock.ts'
import { silentLog } from '../base/log.ts'
import { openSqlite } from '../store/sqlite.ts'
import { tell } from './tell.ts'
import { loadLocales } from './words/locale.ts'
import { createWords } from './words/words.ts'

const locales = await loadLocales(new URL('../../locales', import.meta.url).pathname)

test('the loop publishes at once, and again when the judge has said something new', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'prahari-tell-'))
  const stop = new AbortController()
  const store = await openSqlite(join(folder, 'data'))
  const night = nightView(phases.during)
  const running = tell({
    store,
    catalogue: () => night.catalogue,
    folder: join(folder, 'site'),
    publicUrl: 'http://127.0.0.1/',
    languages: locales.map(createWords),
    clock: { ...systemClock, now: () => night.generated },
    signal: stop.signal,
    log: silentLog,
  })
  const says = async (text: string) => {
    const page = join(folder, 'site/current/en/index.html')
    for (let tries = 0; tries < 400; tries++) {
      if ((await readFile(page, 'utf8').catch(() => '')).includes(text)) return
      await new Promise(resolve => setTimeout(resolve, 50))
    }
    assert.fail(`the page never said: ${text}`)
  }
  try {
    await says('We have just begun to look')
    await store.evidence.append(
      [
        ...night.vantagePoints.map(({ point }) => ({
          kind: 'vantage_point' as const,
          id: `seen-${point.id}`,
          at: night.generated,
          vantagePoint: point,
        })),
        ...night.looks.values(),
      ],
      night.generated,
    )
    await store.judgements.commit({
      seq: night.looks.size,
      judgements: [
        ...night.verdicts.values(),
        ...night.vantagePoints.flatMap(({ verdict }) => verdict ?? []),
        ...night.incidents,
      ],
    })
    await says('Facebook, Instagram, WhatsApp and Messenger are down')
    const incident = await readFile(
      join(folder, 'site/current/en/incidents/i-2021-10-04-1/index.html'),
      'utf8',
    )
    assert.match(incident, /dns_servfail_error/)
    stop.abort()
    await running
    await readFile(join(folder, 'site/current/en/index.html'))
  } finally {
    stop.abort()
    await running
    await store[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  }
})
