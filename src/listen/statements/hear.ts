import type { Clock } from '../../base/clock.ts'
import type { Log } from '../../base/log.ts'
import type { EvidenceLog } from '../../store/store.ts'
import type { Answer, Asker, NoAnswer } from './asker.ts'
import { failed, type Heard, type Hearing, heard, type LastAnswer, lineBy, unheard } from './hearing.ts'
import { newsOf, remember, type Told } from './news.ts'
import type { Ask, Reading } from './reader.ts'
import { type Group, type Source, sourceKey } from './sources.ts'

/** What hearing goes on from, round by round. */
export interface Ear {
  readonly evidence: EvidenceLog
  readonly asker: Asker
  readonly told: Told
  readonly hearings: Map<string, Hearing>
  /** Keys of sources whose last answer was read and is in the record. */
  readonly read: Set<string>
  /** By host. */
  readonly answered: Map<string, LastAnswer>
  /** How many hosts there are. */
  readonly hosts: number
  readonly clock: Clock
  readonly newId: () => string
  readonly log: Log
  readonly signal: AbortSignal
}

/** Requests for one source at most: no reader needs more. */
const mostRequests = 4

/**
 * One round of a group: each address is asked once for all the sources that need it, and what is new is told.
 * @param fresh milliseconds for which an answer shows that our own line is sound
 * @returns how many rounds in a row have failed, and for how long the source asked to be left alone
 */
export async function hearGroup(group: Group, fresh: number, ear: Ear) {
  const answers = new Map<string, Promise<Answer | NoAnswer>>()
  const whole = group.sources.some(({ service, origin }) => !ear.read.has(sourceKey(service, origin)))
  const ask = (each: Ask) => {
    const answer = answers.get(each.url) ?? ear.asker.ask(each, whole, ear.signal)
    answers.set(each.url, answer)
    return answer
  }
  const { host } = new URL(group.url)
  let retryAfter = 0
  for (const source of group.sources) {
    const outcome = await readSource(source, ask, ear)
    if (ear.signal.aborted) break
    if (outcome?.answered !== false) ear.answered.set(host, { at: ear.clock.now(), fresh })
    retryAfter = Math.max(retryAfter, outcome?.retryAfter ?? 0)
    await tellHearing(source, outcome, host, ear)
  }
  const failures = group.sources.map(({ service, origin }) => hearingAt(service, origin, ear).failures)
  return { failures: Math.min(...failures), retryAfter }
}

function hearingAt(service: string, origin: Source['origin'], { hearings }: Ear): Hearing {
  return hearings.get(sourceKey(service, origin)) ?? unheard
}

/** Asks one source and tells what is new. @returns why nothing was read, or undefined */
async function readSource(
  source: Source,
  ask: (ask: Ask) => Promise<Answer | NoAnswer>,
  ear: Ear,
): Promise<NoAnswer | undefined> {
  const { reader, entry, service, origin } = source
  const texts: string[] = []
  const asked: Ask[] = []
  let changed = false
  for (;;) {
    const next = asked.length < mostRequests ? reader.next(entry, texts) : undefined
    if (next === undefined) break
    asked.push(next)
    const answer = await ask(next)
    if ('because' in answer) {
      for (const each of asked) ear.asker.forget(each)
      return answer
    }
    changed ||= answer.changed
    texts.push(answer.text)
  }
  const key = sourceKey(service, origin)
  if (!changed && ear.read.has(key)) return undefined
  ear.read.delete(key)
  const reading: Reading = reader.read(entry, texts)
  if ('because' in reading) return { because: reading.because, answered: true }
  const { evidence, told, clock } = ear
  const news = newsOf(source, reading.drafts, told, clock.now())
  if (news.length > 0) await evidence.append(news, clock.now())
  for (const statement of news) remember(told, statement)
  ear.read.add(key)
  return undefined
}

/** Tells that a source is lost, or heard, where that is news. */
async function tellHearing(
  source: Source,
  outcome: NoAnswer | undefined,
  host: string,
  ear: Ear,
): Promise<void> {
  const { service, origin } = source
  const { evidence, hearings, newId, clock, log } = ear
  const { hearing, change } = heardBy(hearingAt(service, origin, ear), outcome, host, ear)
  if (change !== undefined) {
    const evidenceOfIt = {
      kind: 'statement_source' as const,
      id: newId(),
      service,
      source: origin,
      ...change,
    }
    await evidence.append([evidenceOfIt], clock.now())
    const about = { service, url: origin.url, ...(change.because && { because: change.because }) }
    if (change.state === 'lost') log.warn('an official source cannot be read', about)
    else log.info('an official source is read', about)
  }
  hearings.set(sourceKey(service, origin), hearing)
}

function heardBy(hearing: Hearing, outcome: NoAnswer | undefined, host: string, ear: Ear): Heard {
  const now = ear.clock.now()
  if (outcome === undefined) return heard(hearing, now)
  const others = [...ear.answered].filter(([each]) => each !== host).map(([, answer]) => answer)
  const line = outcome.answered
    ? 'sound'
    : lineBy(ear.hosts > 1 ? others : undefined, hearing.since ?? now, now)
  return failed(hearing, outcome.because, now, line)
}
