import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { Hono } from 'hono'
import type { Clock } from '../base/clock.ts'
import { idMaker } from '../base/id.ts'
import type { Log } from '../base/log.ts'
import { newToken, type Random } from '../base/random.ts'
import { judge } from '../judge/judge.ts'
import { reportIntake } from '../listen/reports/intake.ts'
import type { Catalogue } from '../model/service.ts'
import type { ReportLog } from '../store/reports.ts'
import type { EvidenceLog, Retention, Store } from '../store/store.ts'
import { notTakenPage } from '../tell/page/not-taken.ts'
import { siteRoutes, tell } from '../tell/tell.ts'
import type { Words } from '../tell/words/words.ts'
import { intakeRoutes } from '../watch/intake.ts'
import { listen } from './http.ts'
import { type Loop, runTogether } from './lifecycle.ts'
import type { Config } from './options.ts'
import type { Standing } from './standing.ts'
import { keepTime } from './tick.ts'
import { readTokens } from './tokens-file.ts'
import { createJudge, openReports, openStore } from './wire.ts'

export interface ObservatoryOptions {
  readonly config: Config
  readonly catalogue: Catalogue
  readonly languages: readonly Words[]
  /** What this process itself looks at and listens to: it appends to the record it is given. */
  readonly sources: readonly ((evidence: EvidenceLog) => Loop)[]
  readonly standing: Standing
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly signal: AbortSignal
  /** Called once, when the site is served. */
  readonly ready: (url: string, folder: string) => void
}

const hour = 3_600_000

/**
 * The observatory: takes evidence in, judges it and publishes what it concludes, until `signal` is aborted.
 * @throws UserError of the store and of listening
 */
export async function observatory(options: ObservatoryOptions): Promise<void> {
  const { config, catalogue, languages, sources, standing, clock, log, signal, ready } = options
  const folder = resolve(config.data)
  const site = join(folder, 'site')
  const newId = idMaker(clock, options.random)
  await using store = await openStore(folder)
  await using reports = await openReports(folder, { clock })
  const { evidence } = store
  await putInForce(evidence, catalogue, newId, clock.now())

  const app = new Hono()
  const tokens = () => readTokens(folder, config.vantageTokens)
  app.route(
    '/',
    intakeRoutes({ evidence, catalogue: () => catalogue, tokens, closer: standing.closer, clock, log }),
  )
  const tags = languages.map(({ tag }) => tag)
  app.route('/', siteRoutes({ folder: site, languages: tags }))
  await using intake = reportIntake({
    log: reports,
    catalogue: () => catalogue,
    tokens,
    trustedProxies: config.trustedProxies,
    languages: tags,
    notTaken: notTakenIn(languages),
    secret: newToken(),
    clock,
    logger: log,
  })
  await using served = await listen(app, config.host, config.port, intake.handle)

  const publicUrl = config.publicUrl ?? served.url
  const loops: Loop[] = [
    signal => judge({ store, createJudge, clock, log, signal }),
    standing.follow(store.judgements, () => catalogue, clock),
    signal =>
      tell({
        store,
        catalogue: () => catalogue,
        folder: site,
        publicUrl,
        languages,
        clock,
        signal,
        log,
      }),
    signal => keepTime({ evidence, clock, newId, every: config.tick, signal }),
    repeat(clock, hour, () => forget(store, clock, config.retention, log)),
    repeat(clock, hour, () => forgetReports(reports, clock, config.reportRetention, log)),
    ...sources.map(source => source(evidence)),
    async signal => {
      while (!signal.aborted && !existsSync(join(site, 'current'))) await clock.sleep(20, signal)
      if (!signal.aborted) ready(served.url, folder)
      await stopped(signal)
    },
  ]
  await runTogether(loops, signal)
}

/** Writes the catalogue to the record if it is another than the one in force there. */
async function putInForce(
  evidence: EvidenceLog,
  catalogue: Catalogue,
  newId: () => string,
  now: number,
): Promise<void> {
  const plain = JSON.parse(JSON.stringify(catalogue)) as Catalogue
  const standing = (await evidence.newest('catalogue'))?.evidence
  if (standing?.kind === 'catalogue' && isDeepStrictEqual(standing.catalogue, plain)) return
  await evidence.append([{ kind: 'catalogue', id: newId(), at: now, catalogue: plain }], now)
}

async function forget(store: Store & Retention, clock: Clock, retention: number, log: Log): Promise<void> {
  const { dropped, kept } = await store.rollUp(clock.now() - retention)
  if (dropped > 0) log.info('old raw evidence was rolled up', { dropped, kept })
}

function notTakenIn(languages: readonly Words[]): (language: string, tooMany: boolean) => string {
  return (language, tooMany) => {
    const words = languages.find(({ tag }) => tag === language) ?? languages[0]
    return words === undefined ? '' : notTakenPage(words, tooMany)
  }
}

async function forgetReports(reports: ReportLog, clock: Clock, retention: number, log: Log): Promise<void> {
  const { dropped } = await reports.forget(clock.now() - retention, await reports.lastSeq())
  if (dropped > 0) log.info('old reports were forgotten', { dropped })
}

/** Does `work` now and then every `ms` milliseconds. */
function repeat(clock: Clock, ms: number, work: () => Promise<void>): Loop {
  return async signal => {
    while (!signal.aborted) {
      await work()
      await clock.sleep(ms, signal)
    }
  }
}

function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise(resolve => signal.addEventListener('abort', () => resolve(), { once: true }))
}
