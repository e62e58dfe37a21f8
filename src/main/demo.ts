import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import type { Clock } from '../base/clock.ts'
import { lineLog } from '../base/log.ts'
import { UserError } from '../base/user-error.ts'
import { judge } from '../judge/judge.ts'
import type { Recorded } from '../model/evidence.ts'
import type { Catalogue } from '../model/service.ts'
import type { EvidenceLog, Store } from '../store/store.ts'
import { gatherer } from '../tell/gather.ts'
import { siteRoutes, tell } from '../tell/tell.ts'
import type { Words } from '../tell/words/words.ts'
import { DemoLines, demoSummary } from './demo-lines.ts'
import { toPresent } from './demo-time.ts'
import { listen } from './http.ts'
import { runTogether } from './lifecycle.ts'
import type { Config } from './options.ts'
import type { Streams } from './serve.ts'
import { createJudge, openStore } from './wire.ts'

export interface DemoOptions extends Streams {
  /** In the order received. */
  readonly records: readonly Recorded[]
  readonly speed: number
  /** Ends after the summary instead of serving on. */
  readonly once: boolean
  readonly config: Pick<Config, 'host' | 'port'>
  /** The first is the terminal's. */
  readonly languages: readonly [Words, ...Words[]]
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** Milliseconds between two looks at what is due, and what a page is told to wait before it asks for news. */
const pace = 50
const pageEverySeconds = 1

/**
 * Replays a record through the real judge and the real site, on a data folder that is gone afterwards.
 * @throws UserError `record-without-catalogue`, and those of listening
 */
export async function demo(options: DemoOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'prahari-demo-'))
  try {
    await replay(options, folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function replay(options: DemoOptions, folder: string): Promise<void> {
  const { speed, once, config, languages, out, err, signal } = options
  const [words] = languages
  let catalogue = firstCatalogue(options.records)
  await using store = await openStore(folder)
  const site = join(folder, 'site')
  await using served = await listen(liveSite(site, languages), config.host, config.port)
  const { clock, records } = toPresent(options.records, speed, options.clock)
  const begin = records[0]?.received ?? 0
  const seconds = Math.round(((records.at(-1)?.received ?? begin) - begin) / 1000)
  out(`prahari demo: ${served.url}\n`)
  out(`${records.length} records of ${words.duration(seconds * 1000)}, ${speed} times as fast\n\n`)

  let judged = 0
  const log = lineLog(clock, err)
  const common = { clock, log }
  const lines = new DemoLines(words)
  const gather = gatherer(store, clock)
  let offset = -1
  const tellNews = async () => {
    const news = await store.judgements.after(offset, 10_000)
    if (news.length === 0) return
    offset = news.at(-1)?.offset ?? offset
    const view = await gather(catalogue, clock.now())
    const said = lines.news(
      news.map(({ judgement }) => judgement),
      view,
    )
    for (const line of said) out(`${stamp(clock.now() - begin)}  ${line}\n`)
  }
  const act = async (stop: AbortSignal) => {
    for (let next = 0; next < records.length && !stop.aborted; ) {
      const due = records.slice(next).findIndex(({ received }) => received > clock.now())
      const batch = records.slice(next, due < 0 ? undefined : next + due)
      next += batch.length
      catalogue = batch.reduce((held, { evidence }) => catalogueIn(evidence) ?? held, catalogue)
      // Appended within one turn, so that they keep their order and share one write to the disk.
      await Promise.all(batch.map(({ evidence, received }) => store.evidence.append([evidence], received)))
      await tellNews()
      await clock.sleep(pace, stop)
    }
    const last = await store.evidence.lastSeq()
    while (judged < last && !stop.aborted) await clock.sleep(pace, stop)
    await tellNews()
    if (stop.aborted) return
    const view = await gather(catalogue, clock.now())
    out(`\n${demoSummary(words, view).join('\n')}\n\n`)
    if (once) return
    out(`The record has ended. The site stays at ${served.url} until Ctrl-C.\n`)
    while (!stop.aborted) await clock.sleep(3_600_000, stop)
  }
  const followed = followedBy(store, seq => {
    judged = seq
  })
  await runTogether(
    [
      stop => judge({ ...common, store: followed, createJudge, signal: stop }),
      stop =>
        tell({
          ...common,
          store,
          catalogue: () => catalogue,
          folder: site,
          publicUrl: served.url,
          languages,
          signal: stop,
        }),
      act,
    ],
    signal,
  )
}

/** The site, whose pages are told to ask for news much more often than those of a real observatory. */
function liveSite(folder: string, languages: readonly Words[]): Hono {
  const app = new Hono()
  app.use('/api/v1/status.json', async (context, next) => {
    await next()
    context.header('Refresh', String(pageEverySeconds))
  })
  app.route('/', siteRoutes({ folder, languages: languages.map(({ tag }) => tag) }))
  return app
}

/** The judge waits for more only when it has judged all there is: so one learns how far it is. */
function followedBy({ evidence, judgements }: Store, judgedTo: (seq: number) => void) {
  const grown: EvidenceLog['grown'] = (seq, signal) => {
    judgedTo(seq)
    return evidence.grown(seq, signal)
  }
  return { evidence: { ...evidence, grown }, judgements }
}

function firstCatalogue(records: readonly Recorded[]): Catalogue {
  for (const { evidence } of records) {
    const catalogue = catalogueIn(evidence)
    if (catalogue !== undefined) return catalogue
  }
  const todo = 'give a whole record, as `prahari record export` or a drill writes it'
  throw new UserError('record-without-catalogue', 'this record does not say what was watched', todo)
}

function catalogueIn(evidence: Recorded['evidence']): Catalogue | undefined {
  return evidence.kind === 'catalogue' ? evidence.catalogue : undefined
}

/** `2:05`: minutes and seconds of the record. */
function stamp(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  return text.padStart(6)
}
